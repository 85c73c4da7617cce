namespace Pds.Consent;

/// <summary>One thing about a notice that is to be changed.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Place">The member of the declaration: <c>name_ja</c>, <c>text_ja</c>, <c>benefit_ja</c>, <c>refusal_consequence_ja</c> or <c>required_fields</c>.</param>
/// <param name="Words">The words at fault, as written; empty when something is missing.</param>
/// <param name="Count">How many characters it has, where the rule counts them; 0 elsewhere.</param>
public sealed record NoticeFinding(NoticeRule Rule, string Place, string Words = "", int Count = 0)
{
    // A quotation of more would be no quotation.
    private const int MostWords = 60;

    /// <summary>The rule's machine-readable code, such as <c>DOUBLE_NEGATIVE</c>.</summary>
    public string Code => UpperSnake.Of(Rule.ToString());

    /// <summary>True when the declaration is refused for it; false when it is kept as a warning for the review board.</summary>
    public bool IsError => Rule < NoticeRule.Possibility;

    /// <summary>What to change, in plain Japanese.</summary>
    public string SentenceJa => Texts.Notices.Format(Code, Words.Length <= MostWords ? Words : Words[..MostWords] + "…", Count);
}
