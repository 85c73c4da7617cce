using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>A withdrawal whose commit failed: nobody knows whether it reached the disk, and until somebody does, the answer is no (I-06).</summary>
[Trait("Feature", "C4")]
[Trait("Invariant", "I-06")]
public sealed class UnknownWithdrawals : IAsyncLifetime
{
    private City city = null!;
    private Given given = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        var resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        given = await city.GiveByActionsAsync(resident, city.Hospital, ["name", "birth_date"]);
        (await AskAsync()).Should().BeOfType<RequestDataOutcome.Given>();
    }

    [Fact]
    public async Task One_that_never_reached_the_disk_denies_until_that_is_known()
    {
        city.Store.NextCommit = _ => throw new IOException("The disk failed before it wrote.");

        await FailsAsync();

        await RefusedAsync("the consent stands on the disk, and nobody has looked yet");
        (await SettleAsync()).Should().Be(1);
        city.Latch.IsLatched(given.Id).Should().BeFalse();
        (await AskAsync()).Should().BeOfType<RequestDataOutcome.Given>("it is durably known that nothing was withdrawn");
        await city.WithdrawAsync(given);
        await RefusedAsync("she repeated it");
    }

    [Fact]
    public async Task One_that_did_reach_the_disk_denies_from_first_to_last_and_its_repeat_answers_with_the_one_entry()
    {
        city.Store.NextCommit = commit =>
        {
            commit();
            throw new IOException("The disk failed after it wrote.");
        };

        await FailsAsync();

        await RefusedAsync("the latch denies");
        (await SettleAsync()).Should().Be(1);
        city.Latch.IsLatched(given.Id).Should().BeFalse();
        await RefusedAsync("the row denies");
        var index = await city.WithdrawAsync(given);
        (await city.ChainAsync(given.Resident)).Where(entry => entry.Entry is ConsentWithdrawn).Should().ContainSingle()
            .Which.Index.Should().Be(index);
    }

    [Fact]
    public async Task A_second_withdrawal_that_fails_does_not_let_the_first_ones_latch_go()
    {
        city.Store.NextCommit = _ => throw new IOException("The disk failed before it wrote.");
        await FailsAsync();
        city.Store.NextCommit = _ => throw new IOException("The disk failed again, at the recorder's own attempt to come back.");
        await FailsAsync(unknown: false);

        city.Latch.Left.Should().Equal(new Dictionary<GrantId, int> { [given.Id] = 2 });

        await RefusedAsync("neither end is known");
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private async Task FailsAsync(bool unknown = true) =>
        (await FluentActions.Awaiting(() => city.WithdrawAsync(given)).Should().ThrowAsync<LedgerUnavailableException>())
            .Which.OutcomeUnknown.Should().Be(unknown);

    private ValueTask<RequestDataOutcome> AskAsync() => city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

    private async Task RefusedAsync(string because) => (await AskAsync()).Should().BeOfType<RequestDataOutcome.Refused>(because)
        .Which.Reason.Should().Be(RefusalReason.ConsentWithdrawn);

    private ValueTask<int> SettleAsync() => new SettleWithdrawals(city.Recorder, city.Latch).RunAsync(city.Stop);
}
