using Microsoft.Extensions.Options;

namespace Pds.Web;

/// <summary>Reads options from web.json, the environment (<c>PDS_WEB_…</c>) and the command line; the later wins.</summary>
internal static class CommandLine
{
    /// <summary>What --help prints.</summary>
    public const string Help = """
        Pds.Web - 住民の画面 / residents' pages

        使い方 / Usage:
          dotnet run --project src/Pds.Web -- [options]

        おもな設定 / Options (default):
          --data FOLDER             この画面の鍵と身元 / this host's own keys and identity (data/web)
          --city-data FOLDER        同じ機械の市のサーバーのフォルダー / data folder of a server on this machine (data)
          --city URL                市のサーバー / the city's server (from city-data)
          --city-ca-file FILE       市の証明書 / the city's root certificate, PEM (from city-data)
          --port N                  画面のポート / TCP port of the pages, 0 = any free (7444)
          --listen IP               待ち受けるアドレス / address to listen on (127.0.0.1)
          --hosts:0 NAME            応答するホスト名 / host names answered (localhost)
          --certificate-file FILE, --certificate-key-file FILE   TLS 証明書と鍵 / TLS certificate and key, PEM
          --issuer URL              本人確認の提供元 / OpenID Connect issuer; in development the sample people of this process
          --client-id NAME          提供元での名前 / client_id (pds-web)
          --assertion-audience URL, --assertion-header-type TYPE, --assertion-type URN   private_key_jwt の aud、typ、種類 / of the client assertion
          --sample-provider-port N  見本の本人確認のポート / port of the sample provider (7445)
          --telephone NUMBER        各画面にのせる電話番号 / number of a human being on every page
          --idle-minutes N          使わないと閉じるまでの分数 / minutes without a touch, 1-60 (20)
          --environment NAME        Development または Production (Development)
          --help                    この説明 / this text

        本番では、環境変数 PDS_WEB_PASSPHRASE に鍵ファイルの合言葉(12文字以上)を入れてください。
        In Production put the key file's passphrase (12 characters or more) into PDS_WEB_PASSPHRASE.
        """;

    private static readonly HashSet<string> Known = [.. typeof(WebOptions).GetProperties().Select(option => option.Name.ToLowerInvariant()), "environment"];

    /// <summary>The options and whether this is development.</summary>
    /// <exception cref="OptionsValidationException">An option is unknown or wrong; the message says what to change.</exception>
    public static (WebOptions Options, bool Development) Read(string[] args)
    {
        args = [.. args.Select(Plain)];
        var line = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (line.GetChildren().FirstOrDefault(option => !Known.Contains(option.Key.ToLowerInvariant()))?.Key is { } unknown)
        {
            throw Wrong($"--{unknown} {WebTexts.Operator["option.unknown"]}");
        }

        var data = line["data"] ?? new WebOptions().Data;
        var all = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(Path.Combine(data, "web.json")), optional: true)
            .AddEnvironmentVariables("PDS_WEB_")
            .AddCommandLine(args)
            .Build();
        var options = new WebOptions { Data = data };
        if (all.GetSection("hosts").GetChildren().Any())
        {
            options.Hosts = [];
        }

        all.Bind(options);
        Check(options);
        return (options, IsDevelopment(all["environment"]));
    }

    private static void Check(WebOptions options)
    {
        if (options.Hosts.Length == 0 || options.IdleMinutes is < 1 or > 60 || options.CityName.Length is 0 or > 20
            || (options.Issuer.Length > 0 && !(Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) && issuer.Scheme == Uri.UriSchemeHttps))
            || !System.Net.IPAddress.TryParse(options.Listen, out _) || options.Port is < 0 or > 65_535)
        {
            throw Wrong(WebTexts.Operator["option.wrong"]);
        }
    }

    // The option wins. Of the platform's two variables each may say that this is not development, and neither can talk the other out of it.
    private static bool IsDevelopment(string? option) => option is not null
        ? option == Environments.Development
        : new[] { "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT" }
            .Select(Environment.GetEnvironmentVariable)
            .All(said => said is null or "" || said == Environments.Development);

    private static OptionsValidationException Wrong(string sentence) => new(nameof(WebOptions), typeof(WebOptions), [sentence]);

    // --city-data is --cityData: both spellings are usual, and neither is worth a mistake.
    private static string Plain(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return argument;
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? "--" + argument[2..].Replace("-", "", StringComparison.Ordinal)
            : "--" + argument[2..equals].Replace("-", "", StringComparison.Ordinal) + argument[equals..];
    }
}
