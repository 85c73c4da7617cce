using Pds.Ledger;

namespace Pds.Consent.Tests.Acts;

/// <summary>Pausing, resuming, withdrawing: stopping is easy, and what is stopped stays stopped.</summary>
public sealed class StoppingTests : TownTests
{
    [Fact]
    [Trait("Feature", "C3")]
    [Trait("Feature", "C2")]
    public async Task A_paused_consent_keeps_its_keys_and_goes_on_when_resumed()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;

        var paused = Town.Done(await new PauseConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, id), Stop));
        (await StatusAsync(id)).Should().Be(ReceiptStatus.Suspended);
        var resumed = Town.Done(await new ResumeConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, id), Stop));

        (paused.Grant.State, resumed.Grant.State).Should().Be((GrantState.Paused, GrantState.Active));
        (await StatusAsync(id)).Should().Be(ReceiptStatus.Valid);
        (await Town.HasAsync(Table.GateShares, id)).Should().BeTrue();
        (await Town.ReadAsync(id)).RowVersion.Should().Be(resumed.Grant.RowVersion);
        KindOf(paused).Should().Be(ActKind.Pause);
        KindOf(resumed).Should().Be(ActKind.Resume);
    }

    [Fact]
    [Trait("Feature", "C4")]
    [Trait("Feature", "R6")]
    public async Task Withdrawing_takes_shares_and_capsule_away_in_the_same_act_and_gives_a_receipt()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;

        var act = Town.Done(await NewWithdraw().RunAsync(Town.Act(Town.Hanako, id), Stop));

        (await Town.ReadAsync(id)).State.Should().Be(GrantState.Withdrawn);
        (await Town.HasAsync(Table.GateShares, id)).Should().BeFalse();
        (await Town.HasAsync(Table.Capsules, id)).Should().BeFalse();
        (await Town.HasAsync(Table.LedgerShares, id)).Should().BeFalse();
        (await StatusAsync(id)).Should().Be(ReceiptStatus.Invalid);
        KindOf(act).Should().Be(ActKind.Withdraw);
        ActReceipt.TryParse(act.ActReceipt, out var receipt).Should().BeTrue();
        receipt!.Log.Commitment.Should().Equal(act.Entry.Commitment);
        Town.Latch.IsLatched(id).Should().BeFalse("the end is known and durable");
    }

    [Fact]
    [Trait("Feature", "R8")]
    [Trait("Invariant", "I-09")]
    public async Task The_receipts_of_a_consent_form_one_chain_back_to_the_one_that_gave_it()
    {
        var given = (await Town.GivenAsync(Town.Hanako)).Receipt;
        Receipt.TryParse(given.SdJwt, out var receipt).Should().BeTrue();
        var id = receipt!.Grant;
        await Town.GivenAsync(Town.Taro); // Another consent between them is no link of this chain.

        var paused = Town.Done(await new PauseConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, id), Stop));
        var resumed = Town.Done(await new ResumeConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, id), Stop));
        var withdrawn = Town.Done(await NewWithdraw().RunAsync(Town.Act(Town.Hanako, id), Stop));
        await Town.RestartAsync();
        var again = Town.Done(await NewWithdraw().RunAsync(Town.Act(Town.Hanako, id), Stop));
        var told = await new RetellAct(Town.Recorder, Town.Acts).ActAsync(id, ActKind.Pause, paused.Entry.Index, Stop);

        ReceiptOf(paused).Supersedes.Should().Equal(receipt.Log.Commitment);
        ReceiptOf(resumed).Supersedes.Should().Equal(paused.Entry.Commitment);
        ReceiptOf(withdrawn).Supersedes.Should().Equal(resumed.Entry.Commitment);
        ReceiptOf(again).Supersedes.Should().Equal(resumed.Entry.Commitment, "a repeat answers as the first time");
        ReceiptOf(told).Supersedes.Should().Equal(receipt.Log.Commitment);
    }

    [Fact]
    [Trait("Feature", "C4")]
    [Trait("Invariant", "I-09")]
    public async Task Withdrawing_again_answers_as_the_first_time_and_adds_no_entry()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;

        var first = Town.Done(await NewWithdraw().RunAsync(Town.Act(Town.Hanako, id), Stop));
        await Town.RestartAsync();
        var again = Town.Done(await NewWithdraw().RunAsync(Town.Act(Town.Hanako, id), Stop));

        again.Entry.Index.Should().Be(first.Entry.Index);
        again.Entry.Body.Should().Equal(first.Entry.Body);
        (await Town.ChainAsync(Town.Hanako)).OfType<ConsentWithdrawn>().Should().ContainSingle();
    }

    [Fact]
    [Trait("Feature", "C4")]
    public async Task Withdrawing_wins_against_pausing_and_resuming_at_the_same_moment()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;
        var act = Town.Act(Town.Hanako, id);

        var flapping = Enumerable.Range(0, 8).Select(async i => i % 2 == 0
            ? await new PauseConsent(Town.Recorder, Town.Acts).RunAsync(act, Stop)
            : await new ResumeConsent(Town.Recorder, Town.Acts).RunAsync(act, Stop)).ToList();
        var withdrawn = await NewWithdraw().RunAsync(act, Stop);
        await Task.WhenAll(flapping);

        Town.Done(withdrawn).Grant.State.Should().Be(GrantState.Withdrawn);
        (await Town.ReadAsync(id)).State.Should().Be(GrantState.Withdrawn);
        (await Town.ChainAsync(Town.Hanako))[^1].Should().BeOfType<ConsentWithdrawn>();
    }

    [Fact]
    [Trait("Invariant", "I-06")]
    public async Task A_withdrawal_whose_answer_was_lost_stays_denied_until_its_end_is_known()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;

        // What a lost answer leaves behind: a hold, and no knowledge whether anything became durable.
        Town.Latch.Hold(id);
        Town.Latch.Leave(id);
        var settled = await new SettleWithdrawals(Town.Recorder, Town.Latch).RunAsync(Stop);

        settled.Should().Be(1);
        Town.Latch.IsLatched(id).Should().BeFalse("the ledger stood still at ACTIVE, which is now known");
        (await Town.ReadAsync(id)).State.Should().Be(GrantState.Active);
    }

    [Fact]
    [Trait("Invariant", "I-06")]
    public async Task Settling_what_was_left_does_not_open_the_latch_of_a_withdrawal_that_is_running()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;
        Town.Latch.Hold(id);
        Town.Latch.Leave(id);
        Town.Latch.Hold(id); // between its hold and its command

        await new SettleWithdrawals(Town.Recorder, Town.Latch).RunAsync(Stop);

        Town.Latch.IsLatched(id).Should().BeTrue();
        Town.Latch.Left.Should().BeEmpty();
        Town.Latch.Leave(id);
        await new SettleWithdrawals(Town.Recorder, Town.Latch).RunAsync(Stop);
        Town.Latch.IsLatched(id).Should().BeFalse();
    }

    [Fact]
    [Trait("Invariant", "I-06")]
    public async Task A_withdrawal_that_fails_leaves_the_latch_held()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;
        var act = Town.Act(Town.Hanako, id) with { Alongside = [new Change.Put(new RowKey(Table.IdempotentCalls, "k"), new byte[Command.MaxBodyBytes + 1])] };

        var withdrawing = async () => await NewWithdraw().RunAsync(act, Stop);

        await withdrawing.Should().ThrowAsync<Exception>();
        Town.Latch.IsLatched(id).Should().BeTrue();
        Town.Done(await NewWithdraw().RunAsync(Town.Act(Town.Hanako, id), Stop));
        Town.Latch.IsLatched(id).Should().BeFalse();
    }

    [Fact]
    public async Task A_stale_etag_is_refused_and_a_current_one_accepted()
    {
        var grant = (await Town.GivenAsync(Town.Hanako)).Consent.Grant;

        Town.Refused(
            await new PauseConsent(Town.Recorder, Town.Acts).RunAsync(
                Town.Act(Town.Hanako, grant.Id) with { RowVersion = grant.RowVersion - 1 }, Stop),
            RefusalReason.EtagMismatch);
        Town.Done(await new PauseConsent(Town.Recorder, Town.Acts).RunAsync(
            Town.Act(Town.Hanako, grant.Id) with { RowVersion = grant.RowVersion }, Stop));
    }

    [Fact]
    [Trait("Feature", "S6")]
    public async Task Nobody_can_stop_or_latch_somebody_elses_consent()
    {
        var id = (await Town.GivenAsync(Town.Hanako)).Consent.Grant.Id;

        Town.Refused(await NewWithdraw().RunAsync(Town.Act(Town.Taro, id), Stop), RefusalReason.NotFound);
        Town.Refused(await new PauseConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Taro, id), Stop), RefusalReason.NotFound);
        Town.Latch.IsLatched(id).Should().BeFalse();
        (await Town.ReadAsync(id)).State.Should().Be(GrantState.Active);
    }

    [Fact]
    [Trait("Feature", "C2")]
    public async Task What_was_never_given_cannot_be_paused_or_withdrawn()
    {
        var grant = await Town.AskAsync(Town.Hanako);

        Town.Refused(await NewWithdraw().RunAsync(Town.Act(Town.Hanako, grant.Id), Stop), RefusalReason.MoveNotAllowed);
        Town.Refused(await new PauseConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, grant.Id), Stop), RefusalReason.MoveNotAllowed);
        Town.Latch.IsLatched(grant.Id).Should().BeFalse();
    }

    [Fact]
    [Trait("Feature", "C16")]
    public async Task A_refusal_stays_visible_to_both()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        Town.Done(await new DeclineConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, grant.Id), Stop));

        var list = new ListConsents(Town.Rows);

        (await list.OfResidentAsync(Town.Hanako.Id, 0, 10, Stop)).Single().Grant.State.Should().Be(GrantState.Declined);
        (await list.OfRecipientAsync(Town.Hospital.Id, 0, 10, Stop)).Single().Grant.State.Should().Be(GrantState.Declined);
        (await list.OfRecipientAsync(Town.Water.Id, 0, 10, Stop)).Should().BeEmpty();
    }

    private WithdrawConsent NewWithdraw() => new(Town.Recorder, Town.Acts, Town.Latch);

    private async Task<ReceiptStatus> StatusAsync(GrantId id)
    {
        var number = (await Town.ReadAsync(id)).Given!.StatusIndex;
        var list = await StatusRow.ReadListAsync(Town.Rows, number / StatusList.EntriesInAList, Stop);
        return (ReceiptStatus)list[number % StatusList.EntriesInAList];
    }

    private static ActKind KindOf(ConsentAct act) => ReceiptOf(act).Kind;

    private static ActReceipt ReceiptOf(ConsentAct act) =>
        ActReceipt.TryParse(act.ActReceipt, out var receipt) ? receipt : throw new InvalidOperationException("no receipt");
}
