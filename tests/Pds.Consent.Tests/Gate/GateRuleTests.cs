using static Pds.Consent.GateDecision;

namespace Pds.Consent.Tests.Gate;

/// <summary>Each rule by its number: what holds, what breaks, and where the edge is.</summary>
public sealed class GateRuleTests
{
    [Fact]
    [Trait("Rule", "1")]
    public void A_presentation_that_does_not_parse_is_refused() =>
        Refuse(Samples.Facts() with { ReceiptParses = false }, 1, RefusalReason.ReceiptNotAccepted);

    [Fact]
    [Trait("Rule", "2")]
    public void A_receipt_this_city_did_not_sign_is_refused() =>
        Refuse(Samples.Facts() with { IssuerSignatureHolds = false }, 2, RefusalReason.ReceiptNotAccepted);

    [Fact]
    [Trait("Rule", "3")]
    [Trait("Feature", "D1")]
    public void A_receipt_of_another_client_or_key_is_refused() =>
        Refuse(Samples.Facts() with { BoundToCallerAndKey = false }, 3, RefusalReason.ReceiptNotAccepted);

    [Theory]
    [Trait("Rule", "4")]
    [Trait("Feature", "D5")]
    [InlineData(CallProofStanding.Stale, RefusalReason.CallProofStale)]
    [InlineData(CallProofStanding.Replayed, RefusalReason.CallReplayed)]
    [InlineData(CallProofStanding.Mismatched, RefusalReason.CallProofMismatched)]
    [InlineData(CallProofStanding.ResumeOver, RefusalReason.ResumeExpired)]
    public void A_call_proof_that_is_not_fresh_and_unused_is_refused_and_told_why(CallProofStanding standing, RefusalReason reason) =>
        Refuse(Samples.Facts() with { CallProof = standing }, 4, reason);

    [Theory]
    [Trait("Rule", "5")]
    [Trait("Feature", "D4")]
    [InlineData(GrantState.Requested, RefusalReason.ConsentNotGiven)]
    [InlineData(GrantState.Declined, RefusalReason.ConsentNotGiven)]
    [InlineData(GrantState.Paused, RefusalReason.ConsentPaused)]
    [InlineData(GrantState.Withdrawn, RefusalReason.ConsentWithdrawn)]
    [InlineData(GrantState.Expired, RefusalReason.ConsentExpired)]
    [InlineData(GrantState.Inapplicable, RefusalReason.ConsentInapplicable)]
    public void Every_state_but_active_is_refused_with_its_own_reason(GrantState state, RefusalReason reason) =>
        Refuse(Samples.Facts(Samples.Grant(state)), 5, reason);

    [Fact]
    [Trait("Rule", "5")]
    public void An_erased_consent_answers_as_withdrawn() =>
        Refuse(Samples.Facts() with { Grant = null }, 5, RefusalReason.ConsentWithdrawn);

    [Fact]
    [Trait("Rule", "5")]
    [Trait("Invariant", "I-06")]
    public void A_withdrawal_whose_end_is_unknown_counts_as_withdrawn() =>
        Refuse(Samples.Facts() with { WithdrawalLatched = true }, 5, RefusalReason.ConsentWithdrawn);

    [Fact]
    [Trait("Rule", "6")]
    [Trait("Invariant", "I-12")]
    public void Validity_is_half_open()
    {
        var terms = Samples.Terms();
        var facts = Samples.Facts(Samples.Grant(terms: terms));

        Refuse(facts with { Now = terms.Starts.AddMilliseconds(-1) }, 6, RefusalReason.ConsentNotYetValid);
        ConsentGate.Decide(facts with { Now = terms.Starts }).Should().BeOfType<Allow>();
        ConsentGate.Decide(facts with { Now = terms.Ends.AddMilliseconds(-1) }).Should().BeOfType<Allow>();
        Refuse(facts with { Now = terms.Ends }, 6, RefusalReason.ConsentExpired).At.Should().Be(terms.Ends);
    }

    [Theory]
    [Trait("Rule", "7")]
    [Trait("Feature", "C17")]
    [InlineData(PurposeState.Proposed)]
    [InlineData(PurposeState.Rejected)]
    [InlineData(PurposeState.Invalidated)]
    public void A_purpose_that_is_not_approved_now_is_refused(PurposeState state) =>
        Refuse(Samples.Facts(purpose: Samples.Purpose() with { State = state }), 7, RefusalReason.PurposeNotValid);

    [Fact]
    [Trait("Rule", "7")]
    public void A_purpose_ends_at_its_own_expiry() =>
        Refuse(Samples.Facts(purpose: Samples.Purpose() with { Expires = Samples.Now }), 7, RefusalReason.PurposeNotValid);

    [Fact]
    [Trait("Rule", "7")]
    [Trait("Feature", "C17")]
    [Trait("Invariant", "I-11")]
    public void A_purpose_is_compared_by_exact_code_recipient_and_dataset()
    {
        Refuse(Samples.Facts(purpose: Samples.Purpose() with { Id = Samples.PurposeId("hospital-registratiom@1") }), 7, RefusalReason.PurposeNotValid);
        Refuse(Samples.Facts(purpose: Samples.Purpose() with { Recipient = Ledger.OrganizationId.New() }), 7, RefusalReason.PurposeNotValid);
        Refuse(Samples.Facts(purpose: Samples.Purpose("hospital-booking@1")), 7, RefusalReason.PurposeNotValid);
        Refuse(Samples.Facts() with { Purpose = null }, 7, RefusalReason.PurposeNotValid);
    }

    [Fact]
    [Trait("Rule", "8")]
    [Trait("Feature", "D11")]
    public void A_field_outside_the_consent_is_refused_and_named()
    {
        var refused = Refuse(Samples.Facts() with { Fields = ["name", "sex"] }, 8, RefusalReason.FieldsNotGranted);

        refused.Field.Should().Be("sex");
    }

    [Fact]
    [Trait("Rule", "8")]
    [Trait("Invariant", "I-11")]
    public void A_field_that_a_narrowed_purpose_lost_is_refused_although_it_was_granted()
    {
        var narrowed = Samples.Purpose() with { OptionalFields = ["sex"] };

        Refuse(Samples.Facts(purpose: narrowed) with { Fields = ["name", "address"] }, 8, RefusalReason.FieldsNotGranted);
    }

    [Fact]
    [Trait("Rule", "8")]
    public void Asking_for_no_field_is_refused() => Refuse(Samples.Facts() with { Fields = [] }, 8, RefusalReason.FieldsNotGranted);

    [Theory]
    [Trait("Rule", "9")]
    [Trait("Feature", "C11")]
    [InlineData("2026-01-01", "2026-04-01", true)]
    [InlineData("2026-02-01", "2026-03-01", true)]
    [InlineData("2025-12-31", "2026-04-01", false)]
    [InlineData("2026-01-01", "2026-04-02", false)]
    [InlineData("2026-01-01", null, false)]
    [InlineData(null, "2026-04-01", false)]
    public void The_asked_data_range_lies_inside_the_granted_one(string? from, string? until, bool allowed)
    {
        var granted = new DataRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 4, 1));
        var asked = new DataRange(Date(from), Date(until));
        var facts = Samples.Facts(Samples.Grant(terms: Samples.Terms(range: granted))) with { Range = asked };

        var decision = ConsentGate.Decide(facts);

        (decision is Allow).Should().Be(allowed);
        if (!allowed)
        {
            decision.Should().BeOfType<Refused>().Which.Should().Match<Refused>(no => no.Reason == RefusalReason.DataRangeNotGranted && no.Rule == 9);
        }
    }

    [Fact]
    [Trait("Rule", "9")]
    [Trait("Feature", "C11")]
    public void Asking_for_no_range_gets_the_granted_one_and_not_more()
    {
        var granted = new DataRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 4, 1));

        var decision = ConsentGate.Decide(Samples.Facts(Samples.Grant(terms: Samples.Terms(range: granted))));

        decision.Should().BeOfType<Allow>().Which.Range.Should().Be(granted);
    }

    [Fact]
    [Trait("Rule", "10")]
    [Trait("Feature", "C10")]
    public void The_last_call_of_a_period_passes_and_the_next_is_refused_until_the_period_ends()
    {
        var facts = Samples.Facts();

        ConsentGate.Decide(facts with { UsesInPeriod = 9 }).Should().BeOfType<Allow>();
        Refuse(facts with { UsesInPeriod = 10 }, 10, RefusalReason.CallFrequencyExceeded).At
            .Should().Be(new DateTimeOffset(2026, 4, 10, 15, 0, 0, TimeSpan.Zero), "the day ends at 00:00 in Tokyo");
    }

    [Fact]
    [Trait("Rule", "10")]
    [Trait("Feature", "N9")]
    public void A_purpose_narrowed_to_fewer_calls_binds_a_consent_that_had_more()
    {
        var purpose = Samples.Purpose();
        var narrowed = purpose with
        {
            Id = Samples.PurposeId("hospital-registration@2"),
            Ceilings = purpose.Ceilings with { Calls = new CallLimit(3, CallPeriod.Day) },
        };

        ConsentGate.Decide(Samples.Facts(purpose: narrowed) with { UsesInPeriod = 2 }).Should().BeOfType<Allow>();
        Refuse(Samples.Facts(purpose: narrowed) with { UsesInPeriod = 3 }, 10, RefusalReason.CallFrequencyExceeded);
    }

    [Fact]
    [Trait("Rule", "10")]
    public void A_resumed_call_was_counted_already()
    {
        var facts = Samples.Facts() with { UsesInPeriod = 10, CallProof = CallProofStanding.Resumed };

        ConsentGate.Decide(facts).Should().BeOfType<Allow>();
    }

    [Theory]
    [Trait("Rule", "11")]
    [InlineData(OrganizationState.Suspended)]
    [InlineData(OrganizationState.Registered)]
    public void An_organisation_that_is_not_in_good_standing_is_refused(OrganizationState state) =>
        Refuse(Samples.Facts() with { Organization = state }, 11, RefusalReason.OrganizationNotInGoodStanding);

    [Fact]
    [Trait("Rule", "12")]
    public void An_outstanding_obligation_is_refused() =>
        Refuse(Samples.Facts() with { ObligationOutstanding = true }, 12, RefusalReason.ObligationOutstanding);

    private static Refused Refuse(GateFacts facts, int rule, RefusalReason reason)
    {
        var refused = ConsentGate.Decide(facts).Should().BeOfType<Refused>().Subject;
        refused.Rule.Should().Be(rule);
        refused.Reason.Should().Be(reason);
        return refused;
    }

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
