using System.Text.RegularExpressions;

namespace Pds.Consent;

/// <summary>
/// Reads a purpose as a resident will and says what must be changed before anybody is asked (FEATURES N17). It reads words and counts fields; whether the
/// text is true is for the review board.
/// </summary>
public static partial class NoticeCheck
{
    /// <summary>The longest sentence, in characters.</summary>
    public const int MostInSentence = 40;

    /// <summary>The longest notice with its fields' names, in characters: 90 seconds at the 300 characters a minute of read news.</summary>
    public const int MostAloud = 450;

    /// <summary>From this many fields on, one at least can be left out.</summary>
    public const int FieldsWithChoice = 3;

    // Fewer letters than this say nothing that somebody could gain or lose.
    private const int FewestLetters = 4;

    private static readonly NoticeRule[] InAnyText =
    [
        NoticeRule.DoubleNegative, NoticeRule.ChoiceMadeBefore, NoticeRule.NoIsHarder, NoticeRule.Pressure, NoticeRule.HiddenActor, NoticeRule.Bundled,
        NoticeRule.RefusalThreat, NoticeRule.Possibility, NoticeRule.OfficeWord,
    ];

    /// <summary>Everything that is to be changed, in the order a resident reads; empty when nothing is.</summary>
    public static IReadOnlyList<NoticeFinding> Read(Notice notice, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(dataset);
        return
        [
            .. InText("name_ja", notice.NameJa), .. InText("text_ja", notice.TextJa),
            .. InText("benefit_ja", notice.BenefitJa), .. OfBenefit(notice),
            .. InText("refusal_consequence_ja", notice.OnRefusalJa), .. OfRefusal(notice),
            .. OfWhole(notice, dataset),
        ];
    }

    private static IEnumerable<NoticeFinding> InText(string place, string text)
    {
        foreach (var sentence in SentenceEnd().Split(text).Where(sentence => sentence.Length > MostInSentence))
        {
            yield return new NoticeFinding(NoticeRule.SentenceTooLong, place, sentence, sentence.Length);
        }

        foreach (var word in NoticeWords.Known.HardIn(text))
        {
            yield return new NoticeFinding(NoticeRule.HardWord, place, word);
        }

        foreach (var rule in InAnyText)
        {
            foreach (var words in NoticeWords.Known.Breaking(rule, text))
            {
                yield return new NoticeFinding(rule, place, words);
            }
        }
    }

    private static IEnumerable<NoticeFinding> OfBenefit(Notice notice)
    {
        const string Place = "benefit_ja";
        if (SaysNothing(notice.BenefitJa))
        {
            yield return new NoticeFinding(NoticeRule.BenefitMissing, Place);
        }
        else if (string.Equals(notice.BenefitJa, notice.TextJa, StringComparison.Ordinal))
        {
            yield return new NoticeFinding(NoticeRule.SameText, Place);
        }

        foreach (var words in NoticeWords.Known.Breaking(NoticeRule.BenefitOfAnother, notice.BenefitJa))
        {
            yield return new NoticeFinding(NoticeRule.BenefitOfAnother, Place, words);
        }
    }

    private static IEnumerable<NoticeFinding> OfRefusal(Notice notice)
    {
        const string Place = "refusal_consequence_ja";
        var text = notice.OnRefusalJa;
        if (SaysNothing(text))
        {
            yield return new NoticeFinding(NoticeRule.RefusalMissing, Place);
        }
        else if (string.Equals(text, notice.TextJa, StringComparison.Ordinal) || string.Equals(text, notice.BenefitJa, StringComparison.Ordinal))
        {
            yield return new NoticeFinding(NoticeRule.SameText, Place);
        }
        else if (NoticeWords.Known.Loss.IsMatch(text) && !NoticeWords.Known.Remaining.IsMatch(text))
        {
            yield return new NoticeFinding(NoticeRule.OnlyLoss, Place);
        }
    }

    private static IEnumerable<NoticeFinding> OfWhole(Notice notice, Dataset dataset)
    {
        if (notice.RequiredFields.Count >= FieldsWithChoice && notice.OptionalFields.Count == 0)
        {
            yield return new NoticeFinding(NoticeRule.AllFieldsRequired, "required_fields");
        }

        var labels = notice.RequiredFields.Concat(notice.OptionalFields).Sum(field => dataset.Field(field)?.LabelJa.Length ?? 0);
        var aloud = notice.NameJa.Length + notice.TextJa.Length + notice.BenefitJa.Length + notice.OnRefusalJa.Length + labels;
        if (aloud > MostAloud)
        {
            yield return new NoticeFinding(NoticeRule.TooLongToReadAloud, "text_ja", Count: aloud);
        }
    }

    private static bool SaysNothing(string text) =>
        NoticeWords.Known.Empty.IsMatch(text.Trim()) || text.Count(char.IsLetter) < FewestLetters;

    [GeneratedRegex("[。！？?!\n]")]
    private static partial Regex SentenceEnd();
}
