using System.Net;
using System.Net.Sockets;

namespace Pds.Web.Hosting;

/// <summary>A free port, where an address must be known before anything listens on it (an issuer, a redirect address).</summary>
internal static class Ports
{
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
