using System.Text.Json.Nodes;

namespace Pds.Consent.Tests.Notices;

/// <summary>Bad and good notices: each is a good one with one text exchanged.</summary>
internal static class NoticeCorpus
{
    private static readonly JsonNode File = Read();

    /// <summary>A notice with nothing to change.</summary>
    public static Notice Sound { get; } = new(
        "受付のときの本人確認",
        "病院の受付で、本人であることを確かめるために使います。",
        "受付で同じことを何度も書かずにすみます。",
        "今までどおり、受付で紙に書きます。診察は同じように受けられます。",
        ["name", "birth_date"],
        ["address", "sex"]);

    public static IEnumerable<(string Code, string Place, Notice Notice)> Bad =>
        File["bad"]!.AsArray().Select(one => ((string)one!["code"]!, (string)one["place"]!, With((string)one["place"]!, (string)one["text"]!)));

    public static IEnumerable<Notice> Good => File["good"]!.AsArray().Select(one => With((string)one!["place"]!, (string)one["text"]!));

    private static Notice With(string place, string text) => place switch
    {
        "name_ja" => Sound with { NameJa = text },
        "text_ja" => Sound with { TextJa = text },
        "benefit_ja" => Sound with { BenefitJa = text },
        "refusal_consequence_ja" => Sound with { OnRefusalJa = text },
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };

    private static JsonNode Read()
    {
        using var stream = typeof(NoticeCorpus).Assembly.GetManifestResourceStream("Notices.ja.json")!;
        return JsonNode.Parse(stream)!;
    }
}
