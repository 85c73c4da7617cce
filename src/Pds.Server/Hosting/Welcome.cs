namespace Pds.Server.Hosting;

/// <summary>What a person reads after starting the server: where it is, and what to try next.</summary>
internal static class Welcome
{
    /// <summary>Prints it.</summary>
    public static void Print(TextWriter output, CityServer server, Uri? pages, bool development)
    {
        var data = server.Roles.Data;
        var address = server.Address.AbsoluteUri.TrimEnd('/');
        output.WriteLine($"""

            市民のデータ保管庫が動いています。 / The personal data store is running.

              アドレス / address      {address}
              記録台帳 / ledger       {server.Roles.Recorder.Origin}
              台帳の鍵 / log key      {server.Roles.Recorder.Verifier}
              市の証明書 / city CA    {data.RootCertificate}
            """);
        if (pages is not null)
        {
            output.WriteLine($"""

                住民の画面 / residents' pages   {pages}
                """);
        }

        if (development)
        {
            output.WriteLine("""

                開発用の鍵で動いています。本番では使えません。
                These are development keys. A Production start refuses them.
                """);
        }

        if (File.Exists(data.BootstrapCode))
        {
            output.WriteLine($"""

                最初の職員の登録コードは、このファイルにあります（72時間、一度だけ使えます）。
                The first steward's one-time code (72 hours, one use) is in
                  {data.BootstrapCode}
                """);
        }

        if (pages is null && File.Exists(data.WebHostCode))
        {
            output.WriteLine($"""

                住民のページのサーバーの登録コードは、このファイルにあります（72時間、一度だけ使えます）。
                The one-time code of the server of residents' pages (72 hours, one use) is in
                  {data.WebHostCode}
                """);
        }

        output.WriteLine($"""

            次に試すこと / What to try next:
              dotnet run --project samples/Quickstart
              curl --cacert {data.RootCertificate} {address}/v1/datasets
              curl --cacert {data.RootCertificate} {address}/log/checkpoint

            終了するには Ctrl+C を押してください。 / Press Ctrl+C to stop.
            """);
    }
}
