using Pds.Client;
using Pds.Cryptography;

namespace Pds.Web.Hosting;

/// <summary>Starts the pages as a process of their own: opens or makes the keys, and enrols with the city's server the first time.</summary>
internal static class FirstRun
{
    private const string IdentityFolder = "identity";
    private const string DevelopmentPassphrase = "dev-passphrase";

    /// <summary>Starts them.</summary>
    /// <exception cref="PagesNotStartedException">No city, no passphrase, or no certificate; the message says what to do.</exception>
    public static Task<ResidentsWeb> StartAsync(WebOptions options, bool development, Action<ILoggingBuilder> logging)
    {
        var passphrase = PassphraseOf(options, development);
        var keys = WebKeys.Open(options, passphrase, development, TimeProvider.System);
        return ResidentsWeb.StartAsync(options, development, keys, issuer => OpenCityAsync(options, passphrase, development && options.Issuer.Length == 0 ? keys : null, issuer), logging);
    }

    private static async Task<WebHost> OpenCityAsync(WebOptions options, string passphrase, WebKeys? development, Uri issuer)
    {
        if (development is not null)
        {
            await ShowKeysAsync(options, development, issuer).ConfigureAwait(false);
        }

        return await WebHost.OpenOrEnrollAsync(
            new PdsClientOptions
            {
                Address = AddressOf(options),
                CityCaFile = options.CityCaFile.Length > 0 ? options.CityCaFile : Path.Combine(options.CityData, "ca.pem"),
                IdentityFolder = Path.Combine(options.Data, IdentityFolder),
                Passphrase = passphrase,
            },
            () => CodeOf(options)).ConfigureAwait(false);
    }

    // The server on this machine looks at the sample provider's keys in a file: it believes a provider, not the pages that carry its tokens.
    private static async Task ShowKeysAsync(WebOptions options, WebKeys keys, Uri issuer)
    {
        using var http = ProviderConnection.Open(keys.Root);
        var jwks = await http.GetByteArrayAsync(new Uri(issuer, ".well-known/jwks")).ConfigureAwait(false);
        if (Directory.Exists(options.CityData))
        {
            DurableFile.WriteAtomically(Path.Combine(options.CityData, "dev-identity-keys.json"), jwks, DurableFile.OwnerOnly);
        }
    }

    private static Uri AddressOf(WebOptions options)
    {
        var written = Path.Combine(options.CityData, "address");
        var address = options.City.Length > 0 ? options.City : File.Exists(written) ? File.ReadAllText(written).Trim() : "";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : throw new PagesNotStartedException(WebTexts.Operator["city.missing"]);
    }

    private static string CodeOf(WebOptions options)
    {
        var file = Path.Combine(options.CityData, "web-host-code");
        return Environment.GetEnvironmentVariable("PDS_ENROLLMENT_CODE") is { Length: > 0 } given ? given
            : File.Exists(file) ? File.ReadAllText(file).Trim()
            : throw new PagesNotStartedException(WebTexts.Operator["code.missing"]);
    }

    private static string PassphraseOf(WebOptions options, bool development)
    {
        if (Environment.GetEnvironmentVariable(options.PassphraseVariable) is { Length: > 0 } given)
        {
            return given;
        }

        if (!development)
        {
            throw new PagesNotStartedException(WebTexts.Operator["passphrase.missing"]);
        }

        Directory.CreateDirectory(options.Data);
        var file = Path.Combine(options.Data, DevelopmentPassphrase);
        if (!File.Exists(file))
        {
            DurableFile.WriteAtomically(file, System.Text.Encoding.ASCII.GetBytes(Base64Url.Encode(RandomSource.Bytes(32))), DurableFile.OwnerOnly);
        }

        return File.ReadAllText(file);
    }
}
