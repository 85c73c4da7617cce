using System.Net;
using Microsoft.Extensions.Options;
using Pds.Server.Hosting;
using Pds.Server.Witnessing;

namespace Pds.Server;

/// <summary>Says, for each wrong option, what to change. Runs before anything is opened.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(ServerOptions options)
    {
        if (options.Data.Length == 0)
        {
            yield return "Data: name the folder for database, keys and log, for example --Data data.";
        }

        if (options.Origin.Length is < 3 or > 100 || options.Origin.Any(c => c is <= ' ' or '+' or > '~') || options.Origin.Contains("://", StringComparison.Ordinal))
        {
            yield return "Origin: use 3 to 100 printable ASCII characters without spaces, '+' or a scheme, for example pds.city.example/ledger.";
        }

        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme != Uri.UriSchemeHttps || issuer.AbsolutePath != "/"
            || options.Issuer.EndsWith('/'))
        {
            yield return "Issuer: use an https address without a path or final slash, for example https://pds.city.example.";
        }

        if (options.City.Length is < 1 or > 100)
        {
            yield return "City: give the city's name, 1 to 100 characters.";
        }

        if (!IPAddress.TryParse(options.Listen, out _))
        {
            yield return "Listen: give an IP address to listen on, for example 127.0.0.1 or 0.0.0.0.";
        }

        if (options.Port is < 0 or > 65535)
        {
            yield return "Port: use 0 (any free port) to 65535.";
        }

        if (options.Hosts.Length == 0 || options.Hosts.Any(h => Uri.CheckHostName(h) == UriHostNameType.Unknown))
        {
            yield return "Hosts: list the names clients use, without port, for example --Hosts:0 pds.city.example.";
        }

        if (options.LogLevel is not ("Trace" or "Debug" or "Information" or "Warning"))
        {
            yield return "LogLevel: use Trace, Debug, Information or Warning.";
        }

        foreach (var problem in Ranges(options).Concat(SignIn(options)).Concat(Mail(options)).Concat(WitnessPolicyFile.Problems(options.WitnessPolicy))
            .Concat(ControlsFile.Problems(options.Controls)))
        {
            yield return problem;
        }
    }

    // Over plain http only a provider on this machine is asked: anybody on the way could put keys of their own there.
    private static IEnumerable<string> SignIn(ServerOptions options)
    {
        if (options.IdentityIssuer.Length > 0 && !IsSafe(options.IdentityIssuer))
        {
            yield return "IdentityIssuer: use the provider's https address exactly as its tokens write it.";
        }

        if (options.IdentityClientId.Length is < 1 or > 255)
        {
            yield return "IdentityClientId: use the client id that the provider gave you, 1 to 255 characters.";
        }

        if (IsSafe(options.IdentityIssuer) && options.IdentityKeys.Length == 0)
        {
            yield return "IdentityKeys: with an issuer, give the https address of its JWK set, or a file that holds it.";
        }

        if (Identity.ProviderKeys.IsAddress(options.IdentityKeys) && !IsSafe(options.IdentityKeys))
        {
            yield return "IdentityKeys: use https; plain http is for a provider on this machine.";
        }

        if (options.PasskeyRpId.Length > 0 && (Uri.CheckHostName(options.PasskeyRpId) != UriHostNameType.Dns || options.PasskeyOrigins.Length == 0))
        {
            yield return "PasskeyRpId: use a host name, and list the pages' origins, for example --PasskeyOrigins:0 https://pds.city.example.";
        }

        if (options.PasskeyOrigins.Any(origin => !IsSafe(origin) || origin.EndsWith('/')))
        {
            yield return "PasskeyOrigins: use https origins without a final slash, for example https://pds.city.example.";
        }
    }

    private static IEnumerable<string> Mail(ServerOptions options)
    {
        if (options.SmtpHost.Length > 0 && Uri.CheckHostName(options.SmtpHost) == UriHostNameType.Unknown)
        {
            yield return "SmtpHost: give the mail server's name or address, for example mail.city.example.";
        }

        if (options.SmtpPort is < 1 or > 65535)
        {
            yield return "SmtpPort: use 1 to 65535; 587 is usual, 465 is TLS from the first byte.";
        }

        if (!Notices.NoticeChoice.IsMail(options.MailFrom))
        {
            yield return "MailFrom: give one plain mail address, for example pds@city.example.";
        }

        if (!IsSafe(options.PagesAddress))
        {
            yield return "PagesAddress: use the https address of the residents' pages, for example https://pds.city.example.";
        }

        if (options.NoticeSeconds is < 1 or > 86_400)
        {
            yield return "NoticeSeconds: use 1 to 86400; 60 is usual.";
        }
    }

    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static IEnumerable<string> Ranges(ServerOptions options)
    {
        if (options.PublishSeconds is < 0 or > 3600)
        {
            yield return "PublishSeconds: use 0 to 3600; 10 is usual, 0 is for tests.";
        }

        if (options.HeadsSeconds is < 1 or > 86_400)
        {
            yield return "HeadsSeconds: use 1 to 86400; 3600 is usual, and it cannot be changed after the first run.";
        }

        if (options.StatusListSeconds is < 1 or > 60)
        {
            yield return "StatusListSeconds: use 1 to 60; 60 is usual.";
        }

        if (options.MaxConnections is < 1 or > 100_000)
        {
            yield return "MaxConnections: use 1 to 100000; 5000 is usual.";
        }

        if (options.ShutdownSeconds is < 1 or > 120)
        {
            yield return "ShutdownSeconds: use 1 to 120; 20 is usual.";
        }

        if (options.WitnessTimeoutSeconds is < 1 or > 60)
        {
            yield return "WitnessTimeoutSeconds: use 1 to 60; 5 is usual.";
        }
    }
}
