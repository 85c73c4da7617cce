using static Pds.Consent.GateDecision;

namespace Pds.Consent;

/// <summary>
/// The one decision about giving data (DESIGN §6, I-19): a pure function of its facts. Twelve rules in order, and the first that fails
/// is the reason. The numbers are the same in the README, here and in the tests. Each rule answers null when it holds.
/// </summary>
public static class ConsentGate
{
    /// <summary>Decides. Reads no clock and no store, throws nothing, and the same facts always give the same answer.</summary>
    public static GateDecision Decide(GateFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);

        GateDecision? refused = Rule1ReceiptParses(facts)
            ?? Rule2IssuerSignature(facts)
            ?? Rule3BoundToCaller(facts)
            ?? Rule4CallProof(facts)
            ?? Rule5StateActive(facts)
            ?? Rule6WithinValidity(facts)
            ?? Rule7PurposeValid(facts)
            ?? Rule8FieldsGranted(facts)
            ?? Rule9DataRange(facts)
            ?? Rule10Frequency(facts)
            ?? Rule11GoodStanding(facts)
            ?? Rule12NoObligation(facts);
        return refused ?? Allowed(facts);
    }

    /// <summary>
    /// The calls a consent allows in one of its periods: its own limit, or the purpose's where a narrowing set a smaller one for the same
    /// period. Counters are kept in the consent's periods, so a narrowing that changes the period binds new consents only.
    /// </summary>
    public static int CallsAllowed(Grant grant, Purpose purpose)
    {
        ArgumentNullException.ThrowIfNull(grant);
        ArgumentNullException.ThrowIfNull(purpose);
        var (limit, ceiling) = (grant.Terms.Calls, purpose.Ceilings.Calls);
        return purpose.Id != grant.Purpose && ceiling.Period == limit.Period ? Math.Min(limit.Calls, ceiling.Calls) : limit.Calls;
    }

    /// <summary>
    /// Rule 5 alone, for data that was decided on earlier and leaves now; null when the consent stands. An erased resident answers as
    /// withdrawn, and so does a withdrawal whose end we do not know yet (I-06).
    /// </summary>
    public static Refused? NotActive(Grant? grant, bool withdrawalLatched) => (withdrawalLatched ? null : grant?.State) switch
    {
        GrantState.Active => null,
        GrantState.Paused => new Refused(RefusalReason.ConsentPaused, 5),
        GrantState.Expired => new Refused(RefusalReason.ConsentExpired, 5, At: grant!.Terms.Ends),
        GrantState.Inapplicable => new Refused(RefusalReason.ConsentInapplicable, 5),
        GrantState.Requested or GrantState.Declined => new Refused(RefusalReason.ConsentNotGiven, 5),
        null or GrantState.Withdrawn => new Refused(RefusalReason.ConsentWithdrawn, 5),
    };

    // Rules 1 to 3 share one reason: whoever fails them must not learn which (I-17).
    private static Refused? Rule1ReceiptParses(GateFacts f) =>
        f.ReceiptParses ? null : new Refused(RefusalReason.ReceiptNotAccepted, 1);

    private static Refused? Rule2IssuerSignature(GateFacts f) =>
        f.IssuerSignatureHolds ? null : new Refused(RefusalReason.ReceiptNotAccepted, 2);

    private static Refused? Rule3BoundToCaller(GateFacts f) =>
        f.BoundToCallerAndKey ? null : new Refused(RefusalReason.ReceiptNotAccepted, 3);

    private static Refused? Rule4CallProof(GateFacts f) => f.CallProof switch
    {
        CallProofStanding.Fresh or CallProofStanding.Resumed => null,
        CallProofStanding.Stale => new Refused(RefusalReason.CallProofStale, 4),
        CallProofStanding.Replayed => new Refused(RefusalReason.CallReplayed, 4),
        CallProofStanding.Mismatched => new Refused(RefusalReason.CallProofMismatched, 4),
        CallProofStanding.ResumeOver => new Refused(RefusalReason.ResumeExpired, 4),
    };

    private static Refused? Rule5StateActive(GateFacts f) => NotActive(f.Grant, f.WithdrawalLatched);

    private static Refused? Rule6WithinValidity(GateFacts f)
    {
        var terms = f.Grant!.Terms;
        return f.Now < terms.Starts ? new Refused(RefusalReason.ConsentNotYetValid, 6, At: terms.Starts)
            : f.Now >= terms.Ends ? new Refused(RefusalReason.ConsentExpired, 6, At: terms.Ends)
            : null;
    }

    private static Refused? Rule7PurposeValid(GateFacts f) =>
        f.Purpose is { } purpose && IsPurposeOf(f.Grant!, purpose) && purpose.IsValidAt(f.Now)
            ? null
            : new Refused(RefusalReason.PurposeNotValid, 7, At: f.Purpose?.Expires);

    // The version may be a later, narrower one; code, recipient and dataset are compared exactly (C17).
    private static bool IsPurposeOf(Grant grant, Purpose purpose) =>
        purpose.Id.Code == grant.Purpose.Code && purpose.Id.Version >= grant.Purpose.Version
        && purpose.Recipient == grant.Recipient && purpose.Dataset == grant.Dataset;

    private static Refused? Rule8FieldsGranted(GateFacts f)
    {
        if (f.Fields.Count == 0)
        {
            return new Refused(RefusalReason.FieldsNotGranted, 8);
        }

        var outside = f.Fields.Order(StringComparer.Ordinal).FirstOrDefault(field =>
            !f.Grant!.Terms.Fields.Contains(field, StringComparer.Ordinal)
            || !f.Purpose!.AllFields.Contains(field, StringComparer.Ordinal));
        return outside is null ? null : new Refused(RefusalReason.FieldsNotGranted, 8, outside);
    }

    private static Refused? Rule9DataRange(GateFacts f) =>
        f.Range is null || (f.Range.IsWellFormed && f.Range.IsWithin(f.Grant!.Terms.Range))
            ? null
            : new Refused(RefusalReason.DataRangeNotGranted, 9);

    // A resumed call was counted when it first came.
    private static Refused? Rule10Frequency(GateFacts f) =>
        f.CallProof == CallProofStanding.Resumed || f.UsesInPeriod < CallsAllowed(f.Grant!, f.Purpose!)
            ? null
            : new Refused(RefusalReason.CallFrequencyExceeded, 10, At: f.Grant!.Terms.Calls.WindowEnd(f.Now));

    private static Refused? Rule11GoodStanding(GateFacts f) =>
        f.Organization == OrganizationState.Active ? null : new Refused(RefusalReason.OrganizationNotInGoodStanding, 11);

    private static Refused? Rule12NoObligation(GateFacts f) =>
        f.ObligationOutstanding ? new Refused(RefusalReason.ObligationOutstanding, 12) : null;

    private static Allow Allowed(GateFacts f) =>
        new([.. f.Fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], f.Range ?? f.Grant!.Terms.Range);
}
