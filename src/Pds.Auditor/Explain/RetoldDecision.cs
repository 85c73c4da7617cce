using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Explain;

/// <summary>
/// Decides again, offline, with the gate's own function: over what the log tells of the consent instead of the city's rows. Rules 5, 6, 8, 9 and 10 are
/// judged so; the receipt, the call's proof, the purpose's and the organisation's standing (rules 1 to 4, 7, 11, 12) are taken as the gate found them.
/// </summary>
internal static class RetoldDecision
{
    // The entry of the yes names no dataset, and no rule that is judged here compares it.
    private static readonly DatasetVersion NotTold = DatasetVersion.TryParse("not-told@1", out var id) ? id : throw new InvalidOperationException();

    /// <summary>The decision behind an intent; null when the consent's terms are none that this version knows.</summary>
    /// <param name="granted">The yes.</param>
    /// <param name="state">Where the consent stood then.</param>
    /// <param name="intended">The intent.</param>
    /// <param name="used">Uses counted before it in its period.</param>
    public static DecisionTrace? Of(ConsentGranted granted, GrantState state, DisclosureIntended intended, long used)
    {
        if (!PurposeVersion.TryParse(intended.Purpose, out var purpose) || LimitOf(granted) is not { } calls || TermsOf(granted, calls) is not { } terms)
        {
            return null;
        }

        var trace = ConsentGate.Trace(new GateFacts
        {
            ReceiptParses = true,
            IssuerSignatureHolds = true,
            BoundToCallerAndKey = intended.Recipient == granted.Recipient,
            CallProof = CallProofStanding.Fresh,
            Now = intended.At,
            Grant = GrantOf(granted, state, terms),
            Purpose = PurposeOf(purpose, granted, calls),
            Fields = intended.Fields,
            Range = new DataRange(intended.DataFrom, intended.DataUntil),
            UsesInPeriod = used,
            Organization = OrganizationState.Active,
        });
        return trace with { Rules = [.. trace.Rules.Select(rule => rule with { Subject = rule.Rule == 7 ? rule.Subject : null, At = rule.Rule == 7 ? null : rule.At })] };
    }

    /// <summary>The decision behind a refusal, as its entry tells it; null for a rule or reason that this version does not know.</summary>
    public static DecisionTrace? Of(DisclosureRefused refused) => refused.Rule is < 1 or > 12 || !RefusalCodes.TryParse(refused.Reason, out var why)
        ? null
        : new DecisionTrace(
            [
                .. Enumerable.Range(1, refused.Rule - 1).Select(rule => new RuleOutcome(rule)),
                new RuleOutcome(refused.Rule, why) { Field = refused.Over?.Field, At = refused.Over?.At, Date = refused.Over?.Date },
            ],
            new GateDecision.Refused(why, refused.Rule, refused.Over?.Field, refused.Over?.At, refused.Over?.Date));

    /// <summary>The limit of calls of a consent; null for one that this version does not know.</summary>
    public static CallLimit? LimitOf(ConsentGranted granted) =>
        Enum.GetValues<CallPeriod>().Cast<CallPeriod?>().FirstOrDefault(period => TermWords.Of(period!.Value) == granted.Period) is { } found && granted.CallsPerPeriod is { } most
            ? new CallLimit(most, found)
            : null;

    private static GrantTerms? TermsOf(ConsentGranted granted, CallLimit calls) => GrantTerms.TryCreate(
        granted.Fields, granted.Starts, granted.Ends, new DataRange(granted.DataFrom, granted.DataUntil), calls, granted.RetentionDays,
        granted.Mode == TermWords.Of(UseMode.View) ? UseMode.View : UseMode.Store, out var terms, out _)
        ? terms
        : null;

    private static Grant GrantOf(ConsentGranted granted, GrantState state, GrantTerms terms) => new()
    {
        Id = granted.Grant,
        Request = default,
        Resident = default,
        Reference = default,
        Recipient = granted.Recipient,
        Purpose = PurposeVersion.TryParse(granted.Purpose, out var purpose) ? purpose : default,
        Dataset = NotTold,
        Terms = terms,
        State = state,
        AskedAt = granted.At,
        AnswerBefore = granted.At,
        ChangedAt = granted.At,
    };

    private static Purpose PurposeOf(PurposeVersion id, ConsentGranted granted, CallLimit calls) => new()
    {
        Id = id,
        Recipient = granted.Recipient,
        RecipientNameJa = "",
        Dataset = NotTold,
        RequiredFields = granted.Fields,
        OptionalFields = [],
        NameJa = "",
        TextJa = "",
        BenefitJa = "",
        OnRefusalJa = "",
        Basis = LawfulBasis.Consent,
        Ceilings = new Ceilings(Ceilings.MaxValidityDays, calls, 0, granted.RetentionDays, UseMode.Store),
        DpvCode = "",
        Expires = DateTimeOffset.MaxValue,
        State = PurposeState.Approved,
    };
}
