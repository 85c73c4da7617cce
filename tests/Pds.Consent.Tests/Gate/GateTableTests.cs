using static Pds.Consent.GateDecision;

namespace Pds.Consent.Tests.Gate;

/// <summary>The decision equals its table: every combination of its conditions, and exactly one of them allows.</summary>
public sealed class GateTableTests
{
    private static readonly Grant Grant = Samples.Grant(terms: Samples.Terms(range: new DataRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 4, 1))));

    // One condition a bit, in the order of the rules: how to break it, its rule and its reason.
    private static readonly (int Rule, RefusalReason Reason, Func<GateFacts, GateFacts> Break)[] Conditions =
    [
        (1, RefusalReason.ReceiptNotAccepted, f => f with { ReceiptParses = false }),
        (2, RefusalReason.ReceiptNotAccepted, f => f with { IssuerSignatureHolds = false }),
        (3, RefusalReason.ReceiptNotAccepted, f => f with { BoundToCallerAndKey = false }),
        (4, RefusalReason.CallProofStale, f => f with { CallProof = CallProofStanding.Stale }),
        (5, RefusalReason.ConsentWithdrawn, f => f with { WithdrawalLatched = true }),
        (5, RefusalReason.ConsentPaused, f => f with { Grant = f.Grant! with { State = GrantState.Paused } }),
        (6, RefusalReason.ConsentExpired, f => f with { Now = f.Grant!.Terms.Ends }),
        (7, RefusalReason.PurposeNotValid, f => f with { Purpose = f.Purpose! with { State = PurposeState.Invalidated } }),
        (8, RefusalReason.FieldsNotGranted, f => f with { Fields = [.. f.Fields, "sex"] }),
        (9, RefusalReason.DataRangeNotGranted, f => f with { Range = DataRange.Unbounded }),
        (10, RefusalReason.CallFrequencyExceeded, f => f with { UsesInPeriod = 10 }),
        (11, RefusalReason.OrganizationNotInGoodStanding, f => f with { Organization = OrganizationState.Suspended }),
        (12, RefusalReason.ObligationOutstanding, f => f with { ObligationOutstanding = true }),
    ];

    [Fact]
    [Trait("Invariant", "I-19")]
    [Trait("Feature", "S4")]
    public void Of_all_combinations_of_conditions_exactly_one_allows_and_the_first_broken_rule_is_the_reason()
    {
        var allowed = 0;

        for (var broken = 0; broken < 1 << Conditions.Length; broken++)
        {
            var facts = Samples.Facts(Grant);
            for (var bit = 0; bit < Conditions.Length; bit++)
            {
                facts = (broken & (1 << bit)) == 0 ? facts : Conditions[bit].Break(facts);
            }

            var decision = ConsentGate.Decide(facts);

            if (broken == 0)
            {
                decision.Should().BeOfType<Allow>();
                allowed++;
                continue;
            }

            var (rule, reason, _) = Conditions[System.Numerics.BitOperations.TrailingZeroCount(broken)];
            var refused = (Refused)decision;
            if (refused.Rule != rule || refused.Reason != reason)
            {
                Assert.Fail($"Conditions {broken:b}: expected rule {rule} {reason}, got rule {refused.Rule} {refused.Reason}.");
            }
        }

        allowed.Should().Be(1);
    }

    [Fact]
    [Trait("Invariant", "I-19")]
    public void Equal_facts_give_equal_answers_and_change_nothing()
    {
        var facts = Samples.Facts(Grant);

        var first = ConsentGate.Decide(facts).Should().BeOfType<Allow>().Subject;
        var second = ConsentGate.Decide(facts).Should().BeOfType<Allow>().Subject;

        second.Fields.Should().Equal(first.Fields);
        second.Range.Should().Be(first.Range);
        facts.Should().Be(facts with { });
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public void Rules_1_to_3_have_one_reason_and_tell_nothing_else()
    {
        var decisions = Conditions.Take(3).Select(c => (Refused)ConsentGate.Decide(c.Break(Samples.Facts(Grant)))).ToList();

        decisions.Select(d => d.Reason).Distinct().Should().ContainSingle();
        decisions.Should().OnlyContain(d => d.Field == null && d.At == null);
        decisions.Select(d => RefusalText.Explain(d, RefusalAudience.Recipient, "むつ総合病院")).Distinct().Should().ContainSingle();
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public void A_caller_failing_rules_1_to_3_needs_no_further_facts()
    {
        var nothing = new GateFacts { ReceiptParses = true, IssuerSignatureHolds = true, BoundToCallerAndKey = false };

        var decision = ConsentGate.Decide(nothing);

        decision.Should().Be(new Refused(RefusalReason.ReceiptNotAccepted, 3));
    }
}
