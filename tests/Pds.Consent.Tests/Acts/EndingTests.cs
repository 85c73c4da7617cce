using Pds.Ledger;

namespace Pds.Consent.Tests.Acts;

/// <summary>Ending by time and by invalidation.</summary>
public sealed class EndingTests : TownTests
{
    [Fact]
    [Trait("Feature", "C5")]
    public async Task The_sweep_ends_a_consent_at_its_end_and_not_a_millisecond_before()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;
        var sweep = new ExpireConsents(Town.Recorder);

        Town.GoTo(grant.Terms.Ends.AddMilliseconds(-1));
        (await sweep.RunAsync(Stop)).Should().Be(0);
        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Active);
        Town.GoTo(grant.Terms.Ends);
        (await sweep.RunAsync(Stop)).Should().Be(1);

        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Expired);
        (await Town.HasAsync(Table.GateShares, grant.Id)).Should().BeFalse();
        (await Town.HasAsync(Table.LedgerShares, grant.Id)).Should().BeFalse();
        (await Town.ChainAsync(Town.Hanako))[^1].Should().BeOfType<ConsentExpired>();
        (await sweep.RunAsync(Stop)).Should().Be(0);
    }

    [Fact]
    [Trait("Feature", "C5")]
    public async Task A_request_nobody_answered_ends_after_thirty_days()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        Town.GoTo(Samples.Now + RequestConsent.AnswerWithin);

        Town.Refused(await new PrepareConsentDocument(Town.Recorder).RunAsync(Town.Hanako.Id, grant.Id, Narrowing.None, Stop), RefusalReason.RequestExpired);
        (await new ExpireConsents(Town.Recorder).RunAsync(Stop)).Should().Be(1);

        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Expired);
    }

    [Fact]
    [Trait("Feature", "C5")]
    public async Task The_sweep_finds_ends_that_passed_while_the_server_was_down()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;
        await new ExpireConsents(Town.Recorder).RunAsync(Stop);
        await Town.RestartAsync();
        Town.GoTo(grant.Terms.Ends.AddDays(20));

        (await new ExpireConsents(Town.Recorder).RunAsync(Stop)).Should().Be(1);
    }

    [Theory]
    [Trait("Feature", "C5")]
    [InlineData("rows_grants")]
    [InlineData("rows_grant_watches")]
    public async Task One_damaged_row_holds_up_no_end_but_its_own(string rows)
    {
        await Town.GivenAsync(Town.Hanako);
        var behind = (await Town.GivenAsync(Town.Taro)).Consent.Grant;
        var told = new List<InvalidDataException>();
        var sweep = new ExpireConsents(Town.Recorder, told.Add);
        await sweep.RunAsync(Stop);
        Town.DamageOldest(rows);
        Town.GoTo(behind.Terms.Ends);

        (await sweep.RunAsync(Stop)).Should().Be(1);

        told.Should().ContainSingle();
        (await Town.ReadAsync(behind.Id)).State.Should().Be(GrantState.Expired);
    }

    [Fact]
    [Trait("Feature", "C8")]
    public async Task One_damaged_consent_keeps_none_of_the_others_from_becoming_inapplicable()
    {
        await Town.GivenAsync(Town.Hanako);
        var behind = (await Town.GivenAsync(Town.Taro)).Consent.Grant;
        Town.DamageOldest("rows_grants");

        Town.Done(await new InvalidatePurpose(Town.Recorder).RunAsync(
            behind.Purpose, new InvalidationInput { ReasonJa = "計画が終わりました。" }, Stop));

        (await Town.ReadAsync(behind.Id)).State.Should().Be(GrantState.Inapplicable);
    }

    [Fact]
    [Trait("Invariant", "I-06")]
    public async Task One_damaged_consent_stays_denied_and_the_others_are_settled()
    {
        var damaged = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;
        var other = (await Town.GivenAsync(Town.Taro)).Consent.Grant.Id;
        foreach (var id in new[] { damaged, other })
        {
            Town.Latch.Hold(id);
            Town.Latch.Leave(id);
        }

        Town.DamageOldest("rows_grants");
        var told = new List<InvalidDataException>();

        (await new SettleWithdrawals(Town.Recorder, Town.Latch, told.Add).RunAsync(Stop)).Should().Be(1);

        told.Should().ContainSingle();
        Town.Latch.IsLatched(damaged).Should().BeTrue();
        Town.Latch.IsLatched(other).Should().BeFalse();
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task Nothing_ends_on_the_word_of_a_clock_that_leapt()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;
        Town.Time.Now = grant.Terms.Ends.AddYears(1);

        (await new ExpireConsents(Town.Recorder).RunAsync(Stop)).Should().Be(0);

        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Active);
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    [Trait("Invariant", "I-06")]
    public async Task A_clock_that_ran_back_starts_nothing_and_a_withdrawal_denies_at_once_though_it_cannot_be_recorded_yet()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;
        Town.Time.Now = Samples.Now.AddHours(-1);

        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-history@1")), RefusalReason.ClockNotTrustworthy);
        var withdrawing = async () =>
            await new WithdrawConsent(Town.Recorder, Town.Acts, Town.Latch).RunAsync(Town.Act(Town.Hanako, id), Stop);
        await withdrawing.Should().ThrowAsync<LedgerUnavailableException>();
        Town.Latch.IsLatched(id).Should().BeTrue();

        Town.Time.Now = Samples.Now.AddHours(1);
        Town.Done(await withdrawing());
    }

    [Fact]
    [Trait("Feature", "C8")]
    public async Task Invalidating_a_purpose_ends_everything_that_stands_on_it_and_nothing_else()
    {
        var active = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;
        var asked = await Town.AskAsync(Town.Taro);
        var other = (await Town.GivenAsync(Town.Hanako, "hospital-registration@1")).Consent.Grant;

        var done = Town.Done(await new InvalidatePurpose(Town.Recorder).RunAsync(
            active.Purpose, new InvalidationInput { ReasonJa = "計画が終わりました。" }, Stop));

        done.GrantsEnded.Should().Be(2);
        (await Town.ReadAsync(active.Id)).State.Should().Be(GrantState.Inapplicable);
        (await Town.ReadAsync(asked.Id)).State.Should().Be(GrantState.Inapplicable);
        (await Town.ReadAsync(other.Id)).State.Should().Be(GrantState.Active);
        (await Town.HasAsync(Table.GateShares, active.Id)).Should().BeFalse();
        (await Town.ChainAsync(Town.Hanako))[^1].Should().BeOfType<ConsentInapplicable>();
        Town.Refused(
            await new InvalidatePurpose(Town.Recorder).RunAsync(active.Purpose, new InvalidationInput { ReasonJa = "もう一度" }, Stop),
            RefusalReason.MoveNotAllowed);
    }

    [Fact]
    [Trait("Feature", "C8")]
    [Trait("Rule", "7")]
    public async Task A_version_that_fell_ends_the_line_whatever_narrowed_it_before()
    {
        var first = (await PurposeRow.FindAsync(Town.Rows, Samples.PurposeId("hospital-booking@1"), Stop))!;
        await Town.ApproveAsync(Town.Hospital, NextVersion("hospital-booking@1") with { OptionalFields = ["specialty"] });
        (await PurposeRow.FindLineAsync(Town.Rows, first.Id, Stop)).Should().HaveCount(2);

        Town.Done(await new InvalidatePurpose(Town.Recorder).RunAsync(
            first.Id, new InvalidationInput { ReasonJa = "計画が終わりました。", By = Town.Board.Id }, Stop));

        (await PurposeRow.FindEffectiveAsync(Town.Rows, first.Id, Stop))!.Should().Match<Purpose>(purpose =>
            purpose.Id == first.Id && purpose.State == PurposeState.Invalidated);
    }

    [Fact]
    [Trait("Feature", "C8")]
    public async Task Invalidating_a_dataset_ends_its_purposes_and_all_their_consents()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;

        var done = Town.Done(await new InvalidateDataset(Town.Recorder).RunAsync(
            grant.Dataset, new InvalidationInput { ReasonJa = "新しい形に変わりました。" }, Stop));

        done.GrantsEnded.Should().Be(1);
        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Inapplicable);
        (await PurposeRow.FindAsync(Town.Rows, grant.Purpose, Stop))!.State.Should().Be(PurposeState.Invalidated);
        Town.Refused(await Town.AskAsync(Town.Taro, Town.Hospital, Item("hospital-booking@1")), RefusalReason.PurposeNotValid);
    }

    [Fact]
    [Trait("Feature", "C8")]
    public async Task What_a_crash_left_of_an_invalidation_is_finished_at_start_and_refused_until_then()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;
        var purpose = (await PurposeRow.FindAsync(Town.Rows, grant.Purpose, Stop))!;
        await Town.RecordAsync([PurposeRow.Put(purpose with { State = PurposeState.Invalidated })]);
        await Town.RestartAsync();

        var effective = await PurposeRow.FindEffectiveAsync(Town.Rows, grant.Purpose, Stop);
        ConsentGate.Decide(Samples.Facts(grant, effective) with { Fields = ["start"] })
            .Should().BeOfType<GateDecision.Refused>().Which.Rule.Should().Be(7);
        (await new FinishInvalidations(Town.Recorder).RunAsync(Stop)).Should().Be(1);

        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Inapplicable);
        (await new FinishInvalidations(Town.Recorder).RunAsync(Stop)).Should().Be(0);
    }

    [Fact]
    [Trait("Feature", "N9")]
    public async Task A_narrowing_asks_nobody_again_and_binds_the_consents_that_are_there()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;
        var narrower = NextVersion("hospital-booking@1") with { OptionalFields = ["specialty"] };
        await Town.ApproveAsync(Town.Hospital, narrower);

        var effective = await PurposeRow.FindEffectiveAsync(Town.Rows, grant.Purpose, Stop);

        effective!.Id.Should().Be(narrower.Id);
        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Active);
        var facts = Samples.Facts(grant, effective);
        ConsentGate.Decide(facts with { Fields = ["start", "specialty"] }).Should().BeOfType<GateDecision.Allow>();
        ConsentGate.Decide(facts with { Fields = ["start", "location"] }).Should().BeOfType<GateDecision.Refused>().Which.Rule.Should().Be(8);
        Town.Refused(await Town.AskAsync(Town.Taro, Town.Hospital, Item("hospital-booking@1")), RefusalReason.PurposeNotValid);
        Town.Done(await Town.AskAsync(Town.Taro, Town.Hospital, Item("hospital-booking@2")));
    }

    [Fact]
    [Trait("Feature", "N9")]
    public async Task A_widening_leaves_old_consents_at_their_old_scope_and_must_be_asked_anew()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;
        var wider = NextVersion("hospital-booking@1") with { OptionalFields = ["end", "service_type", "specialty", "location", "practitioner", "patient_instruction"] };
        await Town.ApproveAsync(Town.Hospital, wider);

        (await PurposeRow.FindEffectiveAsync(Town.Rows, grant.Purpose, Stop))!.Id.Should().Be(grant.Purpose);

        Town.Done(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@2"))).Items.Single().Grant.State.Should().Be(GrantState.Requested);
    }

    [Fact]
    [Trait("Feature", "B3")]
    public async Task Only_the_review_board_decides_and_only_once()
    {
        var purpose = NextVersion("hospital-booking@1");
        Town.Done(await new ProposePurpose(Town.Recorder).RunAsync(Town.Hospital.Id, purpose, cancellationToken: Stop));
        var input = new ReviewPurposeInput { Reviewer = Town.Hospital.Id, Purpose = purpose.Id, Approved = true, ReasonJa = "よい。" };

        Town.Refused(await new ReviewPurpose(Town.Recorder).RunAsync(input, Stop), RefusalReason.PermissionDenied);
        Town.Done(await Town.ReviewAsync(purpose.Id, approved: true));
        Town.Refused(await Town.ReviewAsync(purpose.Id, approved: false), RefusalReason.MoveNotAllowed);
        Town.Refused(
            await new ProposePurpose(Town.Recorder).RunAsync(Town.Hospital.Id, purpose, cancellationToken: Stop), RefusalReason.AlreadyExists);
        Town.Refused(
            await new ProposePurpose(Town.Recorder).RunAsync(Town.Water.Id, NextVersion("hospital-history@1"), cancellationToken: Stop),
            RefusalReason.DeclarationNotAccepted);
    }
}
