using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Turns what a recipient asks into terms, and holds them against the purpose: over-asking ends here (FEATURES C15).</summary>
internal static class AskedTerms
{
    /// <summary>The terms asked for, or why they may not be asked.</summary>
    internal static Outcome<GrantTerms> Of(AskedItem asked, Purpose purpose, DateTimeOffset now)
    {
        var starts = asked.Starts ?? now;
        if (starts >= GrantTerms.LatestStart)
        {
            return new Refusal(RefusalReason.InvalidArgument, "start_time");
        }

        var mode = asked.Mode ?? purpose.Ceilings.Mode;
        if (!GrantTerms.TryCreate(
            asked.Fields is { Count: > 0 } fields ? fields : purpose.AllFields,
            starts,
            asked.Ends ?? LatestEnd(starts, purpose),
            asked.Range ?? purpose.Ceilings.RangeAt(TokyoTime.DateOf(now)),
            asked.Calls ?? purpose.Ceilings.Calls,
            asked.RetentionDays ?? (mode == UseMode.View ? 0 : purpose.Ceilings.RetentionDays),
            mode,
            out var terms,
            out var fault))
        {
            // Twelve months is a ceiling too, whatever the purpose says.
            return fault == "end_time" && starts < asked.Ends
                ? new Refusal(RefusalReason.ValidityAboveCeiling, fault)
                : new Refusal(RefusalReason.InvalidArgument, fault);
        }

        return Check(terms, purpose, now) is { } refusal ? refusal : terms;
    }

    /// <summary>Why terms may not stand under a purpose, or null.</summary>
    internal static Refusal? Check(GrantTerms terms, Purpose purpose, DateTimeOffset now) =>
        terms.Ends <= now ? new Refusal(RefusalReason.InvalidArgument, "end_time")
        : OutsideFields(terms, purpose) is { } field ? new Refusal(RefusalReason.FieldsNotInPurpose, field)
        : terms.Ends > purpose.Expires ? new Refusal(RefusalReason.ValidityAboveCeiling, "end_time", purpose.Expires)
        : purpose.Ceilings.FirstExcess(terms, TokyoTime.DateOf(now)) is { } excess ? new Refusal(ReasonOf(excess), excess)
        : null;

    private static string? OutsideFields(GrantTerms terms, Purpose purpose) =>
        terms.Fields.FirstOrDefault(f => !purpose.AllFields.Contains(f, StringComparer.Ordinal))
        ?? purpose.RequiredFields.FirstOrDefault(f => !terms.Fields.Contains(f, StringComparer.Ordinal));

    private static DateTimeOffset LatestEnd(DateTimeOffset starts, Purpose purpose)
    {
        var byDays = starts.AddDays(purpose.Ceilings.ValidityDays);
        var byMonths = TokyoTime.AddMonths(starts, GrantTerms.MaxMonths);
        var end = byDays < byMonths ? byDays : byMonths;
        return end < purpose.Expires ? end : purpose.Expires;
    }

    private static RefusalReason ReasonOf(string excess) => excess switch
    {
        "end_time" => RefusalReason.ValidityAboveCeiling,
        "frequency" => RefusalReason.FrequencyAboveCeiling,
        "data_range" => RefusalReason.DataRangeAboveCeiling,
        "retention_days" => RefusalReason.RetentionAboveCeiling,
        _ => RefusalReason.ModeAboveCeiling,
    };
}
