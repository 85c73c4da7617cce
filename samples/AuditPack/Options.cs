using System.Globalization;

namespace AuditPack;

/// <summary>What the command line asked for.</summary>
/// <param name="Residents">How many people live through the year, 5 to 5,000.</param>
/// <param name="Uses">How many uses succeed in it, 50 to 500,000.</param>
/// <param name="Seed">What all choices of the year follow from.</param>
/// <param name="Out">A folder that is empty or not there yet; null makes one among the temporary files.</param>
internal sealed record Options(int Residents = 500, int Uses = 20_000, int Seed = 1, string? Out = null)
{
    public const string Help = """
        むつ市の1年を本物のサーバーで動かし、監査人が持ち帰る一式を作ります（シナリオ SC15）。
        A year of an invented city on the real server, and what its auditor takes away.

        使い方: dotnet run -c Release --project samples/AuditPack [-- オプション]

          --residents N  住民の数（5 から 5000、何もなければ 500）
          --uses N       利用の回数（50 から 500000、何もなければ 20000）
          --seed N       選び方の種。同じ日に同じ種なら、同じ1年になります（1）
          --out DIR      置き場。空か、まだないフォルダー（一時フォルダー）
          --help         この説明

        終了コード: 0 記録に問題がない、1 思わぬこと、2 監査の指摘、3 改ざん、64 指定の誤り
        """;

    /// <summary>Null with a sentence when an argument is not understood.</summary>
    public static Options? TryParse(string[] arguments, out string problem)
    {
        var options = new Options();
        problem = "";
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : "");
            options = name switch
            {
                "--residents" => Number(name, value, 5, 5000, ref problem) is { } n ? options with { Residents = n } : null,
                "--uses" => Number(name, value, 50, 500_000, ref problem) is { } n ? options with { Uses = n } : null,
                "--seed" => Number(name, value, 0, int.MaxValue, ref problem) is { } n ? options with { Seed = n } : null,
                "--out" when value.Length > 0 => options with { Out = value },
                _ => null,
            };
            if (options is null)
            {
                problem = problem.Length > 0 ? problem : Texts.Of("unknown-option", name);
                return null;
            }
        }

        return options;
    }

    private static int? Number(string name, string text, int least, int most, ref string problem)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        problem = Texts.Of("bad-number", name, least, most);
        return null;
    }
}
