using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>A flood of refusals by rules 1 to 3 is counted to the last one, and drowns nobody's first (C16, I-41).</summary>
[Trait("Feature", "C16")]
[Trait("Invariant", "I-41")]
public sealed class RefusalFloods : IAsyncLifetime
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

    [Fact]
    public async Task While_the_ledger_is_busy_a_residents_first_refusal_waits_and_none_of_a_flood_is_lost()
    {
        const int flood = 3_000;
        using var go = new ManualResetEventSlim();
        city.Store.NextCommit = commit =>
        {
            go.Wait();
            commit();
        };
        await city.RequestData.RunAsync(given.Ask("name") with { Presentation = "x" }, city.Hospital.Caller, city.Stop); // Holds the writing up.

        await Task.WhenAll(Enumerable.Range(0, flood).Select(n => RefusedAsync(given.Ask("name") with { Presentation = $"forged {n}" })));
        await RefusedAsync(given.Ask("name"));
        go.Set();
        await city.Refusals.DisposeAsync();
        await city.RefusalLog.DisposeAsync();

        (await city.ChainAsync(resident)).Select(entry => entry.Entry).OfType<DisclosureRefused>().Should().ContainSingle()
            .Which.Recipient.Should().Be(city.Shop.Id, "the resident learns of the one attempt with her receipt");
        (await OperatorsCountAsync()).Should().Be(flood);
    }

    [Fact]
    public void More_kinds_than_the_bound_are_counted_for_their_callers_and_the_operator_is_told_once()
    {
        var waiting = new WaitingRefusals();
        var told = Enumerable.Range(0, WaitingRefusals.MaxKinds + 10).Count(_ => !waiting.Add(Kind(GrantId.New())));

        told.Should().Be(1, "the caller has one kind that takes them all");
        waiting.Complete();
        var taken = waiting.TakeAllAsync().ToBlockingEnumerable(city.Stop).ToList();
        taken.Should().HaveCount(WaitingRefusals.MaxKinds + 1);
        taken.Sum(one => one.Count).Should().Be(WaitingRefusals.MaxKinds + 10);
        taken.Single(one => one.Kind.Grant is null).Count.Should().Be(10);
    }

    [Fact]
    public async Task A_refusal_whose_grant_cannot_be_read_now_is_counted_for_its_caller()
    {
        city.Store.RowRead = table =>
        {
            if (table == Table.Grants)
            {
                throw new IOException("The disk does not read.");
            }
        };
        var waiting = new Refusals(city.RefusalLog, city.Rows);
        await waiting.RefuseAsync(
            new GateDecision.Refused(RefusalReason.ReceiptNotAccepted, 3), PresentedCall.Parse(given.Ask("name"), city.Shop.Caller), CallReading.Unreadable,
            given.Ask("name"), city.Shop.Caller, 0, city.Stop);
        await waiting.DisposeAsync();
        city.Store.RowRead = null;

        (await OperatorsCountAsync()).Should().Be(1);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private RefusedKind Kind(GrantId grant) => new(city.Shop.Id, City.Method, RefusalReason.ReceiptNotAccepted, grant);

    private async Task RefusedAsync(RequestDataInput input) =>
        (await city.RequestData.RunAsync(input, city.Shop.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Refused>();

    private async Task<long> OperatorsCountAsync()
    {
        long count = 0;
        await foreach (var entry in city.Recorder.ReadChainAsync(ChainId.Operator, -1, 1000, new Reader.Owner(), city.Stop))
        {
            count += entry.Entry is CallRefused { Caller: var caller } refused && caller == city.Shop.Id ? refused.Count : 0;
        }

        return count;
    }
}
