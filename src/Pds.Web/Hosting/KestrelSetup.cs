using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Pds.Web.Hosting;

/// <summary>Kestrel: TLS 1.2 and 1.3, small bodies, no server header. A form of these pages is a few hundred bytes; only the desk and the stewards take scans in.</summary>
internal static class KestrelSetup
{
    /// <summary>Largest body of a form, in bytes.</summary>
    public const int MaxBodyBytes = 32 * 1024;

    /// <summary>Largest body of a form that takes a scanned paper in, in bytes: 3 MiB and its fields.</summary>
    public const int MaxScanBodyBytes = (3 * 1024 * 1024) + MaxBodyBytes;

    /// <summary>Where those forms are.</summary>
    public static readonly IReadOnlyList<string> ScanPaths = ["/desk/paper/in", "/steward/guardians"];

    public static void Configure(WebApplicationBuilder builder, WebOptions options, int port, X509Certificate2 certificate) =>
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 5_000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(IPAddress.Parse(options.Listen), port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                });
            });
        });
}
