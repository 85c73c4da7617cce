using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>
/// What the refusals of rules 1 to 3 leave in public: the size of the log. It must tell a thief no more about a stolen receipt than the
/// answers do (I-17).
/// </summary>
[Trait("Invariant", "I-17")]
public sealed class RefusalTraces : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
    }

    [Fact]
    public async Task A_stolen_receipt_adds_as_many_leaves_when_its_resident_is_erased_as_when_live()
    {
        Given[] live = [await GiveAsync(), await GiveAsync(), await GiveAsync()];
        Given[] erased = [await GiveAsync(), await GiveAsync(), await GiveAsync()];
        await city.RecordRowsAsync([.. erased.Select(given => new Change.Delete(GrantRow.Key(given.Id)))]);
        await LeavesOfAsync(live[0]); // Warmed up: the caller has been refused before, in both ways.
        await LeavesOfAsync(erased[0]);

        var ofLive = new[] { await LeavesOfAsync(live[1]), await LeavesOfAsync(live[2]), await LeavesOfAsync(live[1]), await LeavesOfAsync(live[0]) };
        var ofErased = new[] { await LeavesOfAsync(erased[1]), await LeavesOfAsync(erased[2]), await LeavesOfAsync(erased[1]), await LeavesOfAsync(erased[0]) };

        ofErased.Should().Equal(ofLive);
        ofLive.Should().Equal(4, 4, 0, 0);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private Task<Given> GiveAsync() => city.GiveAsync(resident, city.Hospital, ["name"]);

    // Asked by the shop, with the hospital's receipt; closing the refusals writes what waits behind the answer.
    private async Task<long> LeavesOfAsync(Given stolen)
    {
        var before = city.Recorder.Latest.Size;
        await using (var refusals = new Refusals(city.RefusalLog, city.Rows))
        {
            var outcome = await city.NewRequestData(null, refusals).RunAsync(stolen.Ask("name"), city.Shop.Caller, city.Stop);
            outcome.Should().Be(new RequestDataOutcome.Refused(new Refusal(RefusalReason.ReceiptNotAccepted)));
        }

        return city.Recorder.Latest.Size - before;
    }
}
