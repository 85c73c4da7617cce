using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>The one moment the release check exists for, without luck: the data is open in memory and the resident says stop.</summary>
[Trait("Invariant", "I-01")]
[Trait("Feature", "C4")]
public sealed class SlowMotion : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;
    private Given given = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        given = await city.GiveAsync(resident, city.Hospital, ["name"]);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Theory]
    [InlineData(GrantState.Withdrawn, RefusalReason.ConsentWithdrawn)]
    [InlineData(GrantState.Paused, RefusalReason.ConsentPaused)]
    public async Task A_stop_recorded_while_the_data_is_open_keeps_it_in(GrantState state, RefusalReason reason)
    {
        // The capsule is the last row read before the data is opened and sealed; all shares are in memory by then.
        var stopped = OnceAfter(Table.Capsules, () => state == GrantState.Withdrawn ? city.WithdrawAsync(given) : city.SetStateAsync(given, state));

        var outcome = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        stopped().Should().BeTrue("the stop came in between, or nothing was raced");
        outcome.Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(reason);
        var entries = (await city.ChainAsync(resident)).Select(entry => entry.Entry).ToList();
        entries.OfType<DisclosureIntended>().Should().ContainSingle();
        entries.OfType<DisclosureStopped>().Should().ContainSingle();
        entries.OfType<Disclosed>().Should().BeEmpty();
    }

    private Func<bool> OnceAfter(Table table, Func<Task> act)
    {
        var done = false;
        city.Store.RowRead = read =>
        {
            if (read == table)
            {
                city.Store.RowRead = null;
                act().GetAwaiter().GetResult();
                done = true;
            }
        };
        return () => done;
    }
}
