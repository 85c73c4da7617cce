using Pds.Client;

namespace Pds.Web.Hosting;

/// <summary>
/// The pages in the process of the city's server, for a first run and for a small city. They stay a client like any other: over TLS, with a
/// certificate and keys of their own, and without a key or a row of the city's.
/// </summary>
public static class MountedPages
{
    /// <summary>Opens them beside a running server: options from <c>web.json</c> in its folder <c>web</c> and from <c>PDS_WEB_…</c>.</summary>
    /// <param name="cityData">Data folder of the running server.</param>
    /// <param name="development">Whether made certificates and the sample provider are allowed.</param>
    /// <param name="logging">What to log where.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong; the message says what to change.</exception>
    /// <exception cref="PagesNotStartedException">No passphrase or no certificate; the message says what to do.</exception>
    /// <exception cref="PdsException">The city does not take the host in.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static Task<ResidentsWeb> StartAsync(string cityData, bool development, Action<ILoggingBuilder> logging)
    {
        var (options, _) = CommandLine.Read(["--data", Path.Combine(cityData, "web"), "--city-data", cityData]);
        return FirstRun.StartAsync(options, development, logging);
    }
}
