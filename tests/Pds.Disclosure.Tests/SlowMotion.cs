using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Races without luck: what must not come between two steps of a call is made to come exactly there.</summary>
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
    [Trait("Invariant", "I-01")]
    [Trait("Feature", "C4")]
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

    [Fact]
    [Trait("Invariant", "I-15")]
    [Trait("Feature", "D5")]
    public async Task Two_equal_calls_that_both_found_no_earlier_one_make_one_intent()
    {
        var input = given.Ask("name");
        RequestDataOutcome? between = null;
        var raced = OnceAfter(Table.CallProofs, async () => between = await city.RequestData.RunAsync(input, city.Hospital.Caller, city.Stop));

        var outcome = await city.RequestData.RunAsync(input, city.Hospital.Caller, city.Stop);

        raced().Should().BeTrue("the second call came between look and insert, or nothing was raced");
        (await city.ChainAsync(resident)).Count(entry => entry.Entry is DisclosureIntended).Should().Be(1);
        var first = between.Should().BeOfType<RequestDataOutcome.Given>().Subject.Intent;
        outcome.Should().BeOfType<RequestDataOutcome.Given>("the same bytes resume").Which.Intent.Index.Should().Be(first.Index);
    }

    [Theory]
    [Trait("Rule", "6")]
    [Trait("Rule", "7")]
    [Trait("Rule", "11")]
    [InlineData(RefusalReason.OrganizationNotInGoodStanding)]
    [InlineData(RefusalReason.PurposeNotValid)]
    [InlineData(RefusalReason.ReceiptNotAccepted)]
    [InlineData(RefusalReason.ConsentExpired)]
    public async Task Whatever_the_decision_stood_on_falls_while_the_data_is_open_and_the_data_stays_in(RefusalReason reason)
    {
        var fell = OnceAfter(Table.Capsules, () => MakeFallAsync(reason));

        var outcome = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        fell().Should().BeTrue("it fell in between, or nothing was raced");
        outcome.Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(reason);
        var entries = (await city.ChainAsync(resident)).Select(entry => entry.Entry).ToList();
        entries.OfType<DisclosureStopped>().Should().ContainSingle();
        entries.OfType<Disclosed>().Should().BeEmpty();
    }

    [Fact]
    [Trait("Invariant", "I-10")]
    public async Task A_use_that_the_resident_stopped_half_way_is_given_back()
    {
        given = await city.GiveAsync(resident, city.Hospital, ["name"], CallLimit.Once);
        OnceAfter(Table.Capsules, () => city.SetStateAsync(given, GrantState.Paused));
        var stopped = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);
        await city.SetStateAsync(given, GrantState.Active);

        var again = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        stopped.Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(RefusalReason.ConsentPaused);
        again.Should().BeOfType<RequestDataOutcome.Given>();
    }

    private async Task MakeFallAsync(RefusalReason reason)
    {
        var organization = (await OrganizationRow.FindAsync(city.Rows, city.Hospital.Id, city.Stop))!;
        var purpose = (await PurposeRow.FindAsync(city.Rows, given.Grant.Purpose, city.Stop))!;
        switch (reason)
        {
            case RefusalReason.OrganizationNotInGoodStanding:
                await city.RecordRowsAsync([OrganizationRow.Put(organization with { State = OrganizationState.Suspended })]);
                break;
            case RefusalReason.PurposeNotValid:
                await city.RecordRowsAsync([PurposeRow.Put(purpose with { State = PurposeState.Invalidated })]);
                break;
            case RefusalReason.ReceiptNotAccepted:
                // It enrolled anew: what was sealed to the key before must not leave any more.
                await city.RecordRowsAsync([OrganizationRow.Put(organization with { EncryptionKey = new Party("").EncryptionKey.PublicKey })]);
                break;
            case RefusalReason.ConsentExpired:
                city.Time.Shift = TimeSpan.FromDays(31); // Time alone: no row says so.
                break;
        }
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
