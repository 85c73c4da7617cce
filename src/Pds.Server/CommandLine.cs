namespace Pds.Server;

/// <summary>Reads options from server.json, the environment (<c>PDS_…</c>) and the command line; the later wins.</summary>
internal static class CommandLine
{
    /// <summary>What --help prints.</summary>
    public const string Help = """
        Pds.Server - 市民のデータ保管庫サーバー / personal data store server

        使い方 / Usage:
          dotnet run --project src/Pds.Server -- [options]

        おもな設定 / Options (default):
          --data FOLDER            データ、鍵、記録台帳のフォルダー / database, keys, log (data)
          --port N                 ポート。0 は空きポート / TCP port, 0 = any free (7443)
          --listen IP              待ち受けるアドレス / address to listen on (127.0.0.1)
          --hosts:0 NAME           応答するホスト名。番号を増やして追加 / host names answered (localhost, 127.0.0.1)
          --origin NAME            記録台帳の名前。最初の起動で決まる / ledger origin, fixed by the first run
          --issuer URL             受領証の発行者 / issuer of receipts
          --city NAME              市の名前 / name of the city (むつ市)
          --environment NAME       Development または Production / default: DOTNET_ENVIRONMENT, ASPNETCORE_ENVIRONMENT (Development)
          --publish-seconds N      公開ディレクトリーの更新間隔(秒) / tile directory beat, 0-3600 (10)
          --heads-seconds N        全記録のまとめの間隔(秒)。最初の起動で決まる / epoch of the heads tree, 1-86400, fixed by the first run (3600)
          --status-list-seconds N   状態一覧の更新間隔(秒) / status list beat, 1-60 (60)
          --shutdown-seconds N     終了時に待つ秒数 / grace at shutdown, 1-120 (20)
          --logLevel NAME          Trace, Debug, Information, Warning のどれか / lowest level logged (Information)
          --confirm-clock DATE     時計を確かめた今日の日付。停止が1日を超えたあとの削除を再開 / today's date, after a day or more of downtime: deleting expired rows may go on
          --republish-log true     失われた公開台帳を作り直す。データが最新のときだけ / rebuild a lost public log; only from the newest data
          --witness-policy FILE    立会人と必要な数を決める方針ファイル(tlog-policy)/ witnesses and quorum, a tlog-policy file (none)
          --witness-timeout-seconds N  立会人の返事を待つ秒数 / how long a witness may take, 1-60 (5)
          --identity-issuer URL    住民の本人確認サービス / identity provider of residents, the iss of its ID tokens (none)
          --identity-client-id ID  そのサービスでの名前 / client id there (pds-web)
          --identity-keys PLACE    そのサービスの鍵(JWKS)のアドレスかファイル / address or file of its keys
          --identity-strength ACR  求める確認の強さ / acr that ID tokens must carry (any)
          --passkey-rp-id NAME     パスキーのホスト名 / relying party id of passkeys (none)
          --passkey-origins:0 URL  パスキーを使うページの元 / origins of the pages that use them
          --pages true|false       住民の画面も、いっしょに動かす / the residents' pages in the same process (true in Development)
          --controls FILE          影響評価の点検項目(controls.json)/ controls of the impact assessment (the standard ones)
          --smtp-host NAME         お知らせを送るメールサーバー / mail server for messages to residents (none)
          --smtp-port N            そのポート。465 は最初から TLS、ほかは STARTTLS / its port (587)
          --smtp-user NAME         そのサーバーでの名前 / user there (none)
          --mail-from ADDRESS      差出人 / sender of messages (pds@city.example)
          --pages-address URL      住民の画面のアドレス / address of the residents' pages (https://localhost:7444)
          --notice-seconds N       お知らせを見に行く間隔(秒) / how often messages are looked for, 1-86400 (60)
          --help                   この説明 / this text

        同じ名前の環境変数(先頭に PDS_)と data/server.json でも設定できます。
        The same names work as environment variables with the prefix PDS_ and in data/server.json.

        本番では、環境変数 PDS_PASSPHRASE に鍵ファイルの合言葉(12文字以上)を入れてください。
        In Production put the key file's passphrase (12 characters or more) into PDS_PASSPHRASE.
        メールサーバーの合言葉は、環境変数 PDS_SMTP_PASSWORD に入れてください。
        The mail server's password goes into PDS_SMTP_PASSWORD.
        """;

    private static readonly string[] Known =
    [
        "data", "port", "listen", "hosts", "origin", "issuer", "city", "cityaddress", "citycontact", "environment", "publishseconds",
        "statuslistseconds", "headsseconds", "loglevel", "maxconnections", "shutdownseconds", "passphrasevariable",
        "confirmclock", "republishlog", "witnesspolicy", "witnesstimeoutseconds", "identityissuer", "identityclientid", "identitykeys",
        "identitystrength", "passkeyrpid", "passkeyorigins", "controls", "pages",
        "smtphost", "smtpport", "smtpuser", "smtppasswordvariable", "mailfrom", "pagesaddress", "noticeseconds",
    ];

    /// <summary>The options and whether this is development; a problem says which argument is not known.</summary>
    public static (ServerOptions Options, bool Development, string? Problem) Read(string[] args)
    {
        args = [.. args.Select(Plain)];
        var line = new ConfigurationBuilder().AddCommandLine(args).Build();
        var data = line["data"] ?? Environment.GetEnvironmentVariable("PDS_data") ?? new ServerOptions().Data;
        var all = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(Path.Combine(data, "server.json")), optional: true)
            .AddEnvironmentVariables("PDS_")
            .AddCommandLine(args)
            .Build();
        var unknown = line.GetChildren().FirstOrDefault(c => !Known.Contains(c.Key.ToLowerInvariant()))?.Key;
        var options = new ServerOptions { Data = data };
        if (all.GetSection("hosts").GetChildren().Any())
        {
            options.Hosts = [];
        }

        all.Bind(options);
        return (options, IsDevelopment(all["environment"]), unknown is null ? null : $"--{unknown}");
    }

    // The option wins. Of the platform's two variables each may say that this is not development, and neither can talk the other out of it.
    private static bool IsDevelopment(string? option) => option is not null
        ? option == Environments.Development
        : new[] { "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT" }
            .Select(Environment.GetEnvironmentVariable)
            .All(said => said is null or "" || said == Environments.Development);

    // --publish-seconds is --publishSeconds: both spellings are usual, and neither is worth a mistake.
    private static string Plain(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return argument;
        }

        var end = argument.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? at : argument.Length;
        return "--" + argument[2..end].Replace("-", "", StringComparison.Ordinal) + argument[end..];
    }
}
