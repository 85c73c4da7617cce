namespace Pds.Consent;

/// <summary>
/// Whether something may be done under a mandate now: pure, numbered, the first rule that fails is the answer. 1 to 4 say whether the mandate
/// counts at all, and whoever fails there learns nothing; from 5 on it stands and does not reach this.
/// 1 it was accepted and has not ended · 2 within its time · 3 she lives, or died where it is the nominee's · 4 a guardian's relation stands in the
/// register today · 5 the role has this act · 6 the mandate names it · 7 the dataset is among those it names · 8 neither dataset nor purpose is kept from
/// the role · 9 it extends nothing.
/// </summary>
public static class MandateRules
{
    /// <summary>Rules that say whether it counts at all.</summary>
    public const int LastOfStanding = 4;

    /// <summary>The number of the first rule that fails; null when the act is allowed.</summary>
    /// <param name="mandate">The mandate.</param>
    /// <param name="act">What is to be done.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="facts">Against what.</param>
    public static int? FirstFailing(Mandate mandate, MandateAct act, DateTimeOffset now, MandateFacts facts)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        ArgumentNullException.ThrowIfNull(facts);
        return mandate.State != MandateState.Active ? 1
            : now < mandate.Starts || now >= mandate.Ends ? 2
            : mandate.AfterDeath != facts.Register.Died ? 3
            : !RelationStands(mandate, now, facts.Register) ? 4
            : !Of(mandate.Role).Contains(act) ? 5
            : !mandate.Acts.Contains(act) ? 6
            : facts.About is not { } about ? null
            : mandate.Datasets.Count > 0 && !mandate.Datasets.Contains(about.Dataset, StringComparer.Ordinal) ? 7
            : !MandateLimits.Of(mandate.Role).Allow(about.Dataset, about.Purpose) ? 8
            : about.Extends ? 9
            : null;
    }

    /// <summary>The refusal of a rule.</summary>
    public static RefusalReason ReasonOf(int rule) => rule <= LastOfStanding ? RefusalReason.MandateNotAccepted : RefusalReason.OutsideMandate;

    /// <summary>What a role may have at most. A helper stops and looks; saying no for good is already deciding. Values are a guardian's to see.</summary>
    public static IReadOnlyList<MandateAct> Of(MandateRole role) => role switch
    {
        MandateRole.Helper => [MandateAct.History, MandateAct.Records, MandateAct.Pause, MandateAct.Withdraw],
        MandateRole.Proxy =>
            [MandateAct.History, MandateAct.Records, MandateAct.Decline, MandateAct.Pause, MandateAct.Withdraw, MandateAct.Grant],
        MandateRole.Guardian => Enum.GetValues<MandateAct>(),
    };

    /// <summary>What a nominee may do after a death: see what there was, and end it.</summary>
    public static IReadOnlyList<MandateAct> AfterDeath { get; } = [MandateAct.History, MandateAct.Records, MandateAct.Withdraw];

    private static bool RelationStands(Mandate mandate, DateTimeOffset now, RegisterFacts register) =>
        mandate.Relation is not { } relation || register.Carries(mandate.Actor.ToString(), relation, TokyoTime.DateOf(now));
}
