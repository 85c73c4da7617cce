namespace Pds.Consent;

/// <summary>How the findings of the notice check become one refusal.</summary>
internal static class NoticeRefusal
{
    /// <summary><c>text_ja:DOUBLE_NEGATIVE</c>.</summary>
    internal static string Name(NoticeFinding finding) => $"{finding.Place}:{finding.Code}";

    /// <summary>The refusal with every error, or null when there are only warnings.</summary>
    internal static Refusal? Of(IReadOnlyList<NoticeFinding> findings)
    {
        var errors = findings.Where(finding => finding.IsError).Select(finding => new RefusalDetail(finding.Place, finding.Code, finding.SentenceJa)).ToList();
        return errors.Count == 0 ? null : new Refusal(RefusalReason.NoticeNotAccepted, errors[0].Field) { Details = errors };
    }
}
