namespace Quickstart;

/// <summary>What the command line asked for.</summary>
/// <param name="Out">Folder for the evidence files, or null.</param>
/// <param name="Keep">Leave the temporary data folder of the server when the walk ends.</param>
/// <param name="Server">Path of the built server (Pds.Server.dll), or null for the one built beside this sample.</param>
/// <param name="Pages">Whether to open the residents' pages after the walk: yes, no, or only for somebody at a terminal.</param>
internal sealed record Options(string? Out, bool Keep, string? Server, bool? Pages = null)
{
    public const string Help = """
        見本 花子さんの1日（シナリオ SC1）を、本物のサーバーを相手に、はじめから終わりまで歩きます。

        使い方: dotnet run --project samples/Quickstart [-- オプション]

          --out DIR      証拠のファイル（受領証、証明、記録の木など）を DIR に残します
          --keep         サーバーの一時データフォルダーを消さずに残します
          --server PATH  使うサーバー（Pds.Server.dll）を指定します
          --pages        歩いたあと、見本の人の画面を開きます（端末では、何も言わなくても開きます）
          --no-pages     画面は開かずに終わります
          --help         この説明

        最後の行は「SC1 OK (n checks)」。思わぬことがあれば、終了コードは 0 以外です。
        """;

    /// <summary>Null with a sentence when an argument is not understood.</summary>
    public static Options? TryParse(string[] arguments, out string problem)
    {
        var options = new Options(null, false, null);
        problem = "";
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--keep":
                    options = options with { Keep = true };
                    break;
                case "--pages":
                    options = options with { Pages = true };
                    break;
                case "--no-pages":
                    options = options with { Pages = false };
                    break;
                case "--out" when i + 1 < arguments.Length:
                    options = options with { Out = arguments[++i] };
                    break;
                case "--server" when i + 1 < arguments.Length:
                    options = options with { Server = arguments[++i] };
                    break;
                default:
                    problem = $"わからない指定です: {arguments[i]}（--help で説明を出します）";
                    return null;
            }
        }

        return options;
    }
}
