using static Pds.Consent.GateDecision;

namespace Pds.Consent;

/// <summary>
/// The one decision about giving data (DESIGN §6, I-19): a pure function of its facts. Twelve rules in order, and the first that fails
/// is the reason. The numbers are the same in the README, here and in the tests. Each rule answers how it came out and what it compared.
/// </summary>
public static class ConsentGate
{
    private static readonly Func<GateFacts, RuleOutcome>[] Rules =
    [
        Rule1ReceiptParses,
        Rule2IssuerSignature,
        Rule3BoundToCaller,
        Rule4CallProof,
        Rule5StateActive,
        Rule6WithinValidity,
        Rule7PurposeValid,
        Rule8FieldsGranted,
        Rule9DataRange,
        Rule10Frequency,
        Rule11GoodStanding,
        Rule12NoObligation,
    ];

    /// <summary>Decides. Reads no clock and no store, throws nothing, and the same facts always give the same answer.</summary>
    public static GateDecision Decide(GateFacts facts) => Trace(facts).Decision;

    /// <summary>Decides, and tells how: each rule that was asked with what it compared. The decision is made of nothing else.</summary>
    public static DecisionTrace Trace(GateFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);

        var asked = new List<RuleOutcome>(Rules.Length);
        foreach (var rule in Rules)
        {
            var outcome = rule(facts);
            asked.Add(outcome);
            if (outcome.Why is { } reason)
            {
                return new DecisionTrace(asked, new Refused(reason, outcome.Rule, outcome.Field, outcome.At, outcome.Date));
            }
        }

        return new DecisionTrace(asked, Allowed(facts));
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
    private static RuleOutcome Rule1ReceiptParses(GateFacts f) =>
        f.ReceiptParses ? new RuleOutcome(1) : new RuleOutcome(1, RefusalReason.ReceiptNotAccepted);

    private static RuleOutcome Rule2IssuerSignature(GateFacts f) =>
        f.IssuerSignatureHolds ? new RuleOutcome(2) : new RuleOutcome(2, RefusalReason.ReceiptNotAccepted);

    private static RuleOutcome Rule3BoundToCaller(GateFacts f) =>
        f.BoundToCallerAndKey ? new RuleOutcome(3) : new RuleOutcome(3, RefusalReason.ReceiptNotAccepted);

    private static RuleOutcome Rule4CallProof(GateFacts f) => f.CallProof switch
    {
        CallProofStanding.Fresh or CallProofStanding.Resumed => new RuleOutcome(4),
        CallProofStanding.Stale => new RuleOutcome(4, RefusalReason.CallProofStale),
        CallProofStanding.Replayed => new RuleOutcome(4, RefusalReason.CallReplayed),
        CallProofStanding.Mismatched => new RuleOutcome(4, RefusalReason.CallProofMismatched),
        CallProofStanding.ResumeOver => new RuleOutcome(4, RefusalReason.ResumeExpired),
    };

    private static RuleOutcome Rule5StateActive(GateFacts f) =>
        NotActive(f.Grant, f.WithdrawalLatched) is { } no ? new RuleOutcome(5, no.Reason) { At = no.At } : new RuleOutcome(5);

    private static RuleOutcome Rule6WithinValidity(GateFacts f)
    {
        var terms = f.Grant!.Terms;
        return f.Now < terms.Starts ? new RuleOutcome(6, RefusalReason.ConsentNotYetValid) { At = terms.Starts }
            : new RuleOutcome(6, f.Now >= terms.Ends ? RefusalReason.ConsentExpired : null) { At = terms.Ends };
    }

    private static RuleOutcome Rule7PurposeValid(GateFacts f) =>
        new(7, f.Purpose is { } purpose && IsPurposeOf(f.Grant!, purpose) && purpose.IsValidAt(f.Now) ? null : RefusalReason.PurposeNotValid)
        {
            Subject = (f.Purpose?.Id ?? f.Grant!.Purpose).ToString(), At = f.Purpose?.Expires,
        };

    // The version may be a later, narrower one; code, recipient and dataset are compared exactly (C17).
    private static bool IsPurposeOf(Grant grant, Purpose purpose) =>
        purpose.Id.Code == grant.Purpose.Code && purpose.Id.Version >= grant.Purpose.Version
        && purpose.Recipient == grant.Recipient && purpose.Dataset == grant.Dataset;

    private static RuleOutcome Rule8FieldsGranted(GateFacts f)
    {
        var asked = f.Fields.Order(StringComparer.Ordinal).ToList();
        var outside = asked.Find(field =>
            !f.Grant!.Terms.Fields.Contains(field, StringComparer.Ordinal)
            || !f.Purpose!.AllFields.Contains(field, StringComparer.Ordinal));
        return asked.Count == 0 || outside is not null
            ? new RuleOutcome(8, RefusalReason.FieldsNotGranted) { Field = outside, Subject = f.Grant!.Dataset.ToString() }
            : new RuleOutcome(8) { Fields = asked, Subject = f.Grant!.Dataset.ToString() };
    }

    private static RuleOutcome Rule9DataRange(GateFacts f)
    {
        var (granted, dataset) = (f.Grant!.Terms.Range, f.Grant.Dataset.ToString());
        return f.Range is null || (f.Range.IsWellFormed && f.Range.IsWithin(granted))
            ? new RuleOutcome(9) { Subject = dataset }
            : new RuleOutcome(9, RefusalReason.DataRangeNotGranted) { Subject = dataset, Date = OutsideOf(f.Range, granted) };
    }

    // The first of the asked dates that is too early, else the last that is too late (the range is half-open); none where a side was left open.
    private static DateOnly? OutsideOf(DataRange asked, DataRange granted) =>
        granted.From is { } from && asked.From < from ? asked.From
        : granted.Until is { } until && asked.Until > until ? asked.Until?.AddDays(-1)
        : null;

    // A resumed call was counted when it first came.
    private static RuleOutcome Rule10Frequency(GateFacts f)
    {
        var allowed = CallsAllowed(f.Grant!, f.Purpose!);
        var holds = f.CallProof == CallProofStanding.Resumed || f.UsesInPeriod < allowed;
        return new RuleOutcome(10, holds ? null : RefusalReason.CallFrequencyExceeded)
        {
            At = f.Grant!.Terms.Calls.WindowEnd(f.Now), Calls = (f.UsesInPeriod, allowed),
        };
    }

    private static RuleOutcome Rule11GoodStanding(GateFacts f) =>
        new(11, f.Organization == OrganizationState.Active ? null : RefusalReason.OrganizationNotInGoodStanding);

    private static RuleOutcome Rule12NoObligation(GateFacts f) => new(12, f.ObligationOutstanding ? RefusalReason.ObligationOutstanding : null);

    private static Allow Allowed(GateFacts f) =>
        new([.. f.Fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], f.Range ?? f.Grant!.Terms.Range);
}
