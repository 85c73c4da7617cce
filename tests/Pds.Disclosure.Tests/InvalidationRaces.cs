using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Taking a purpose or a dataset out of use holds from the moment it is answered, whoever interferes and whoever hangs up.</summary>
[Trait("Feature", "C8")]
[Trait("Invariant", "I-01")]
public sealed class InvalidationRaces : IAsyncLifetime
{
    private static readonly InvalidationInput Why = new() { ReasonJa = "計画が終わりました。" };

    private City city = null!;
    private Given given = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        var resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        given = await city.GiveByActionsAsync(resident, city.Hospital, ["name", "birth_date", "address"]);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Rule", "7")]
    [Trait("Feature", "N9")]
    public async Task A_version_taken_out_of_use_is_not_saved_by_the_one_that_narrowed_it()
    {
        await city.NarrowAsync(given, narrower => narrower with { TextJa = "もっと狭い目的です。" });
        (await AskAsync()).Should().BeOfType<RequestDataOutcome.Given>();
        var purpose = (await PurposeRow.FindAsync(city.Rows, given.Grant.Purpose, city.Stop))!;

        // What is durable first of an invalidation; its consents follow.
        await city.RecordRowsAsync([PurposeRow.Put(purpose with { State = PurposeState.Invalidated })]);

        (await AskAsync()).Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(RefusalReason.PurposeNotValid);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_half_way_does_not_save_the_consents()
    {
        using var caller = new CancellationTokenSource();
        OnceAfter(Table.Grants, () =>
        {
            caller.Cancel();
            return Task.CompletedTask;
        });

        await new InvalidatePurpose(city.Recorder).RunAsync(given.Grant.Purpose, Why, caller.Token);

        caller.IsCancellationRequested.Should().BeTrue();
        (await GrantRow.FindAsync(city.Rows, given.Id, city.Stop))!.State.Should().Be(GrantState.Inapplicable);
    }

    [Fact]
    public async Task A_purpose_that_moves_at_this_moment_falls_with_its_dataset_all_the_same()
    {
        var moved = OnceAfter(Table.Purposes, async () =>
        {
            var purpose = (await PurposeRow.FindAsync(city.Rows, given.Grant.Purpose, city.Stop))!;
            await city.RecordRowsAsync([PurposeRow.Put(purpose)]);
        });

        var done = Consents.Done(await new InvalidateDataset(city.Recorder).RunAsync(city.Dataset.Id, Why, city.Stop));

        moved().Should().BeTrue("it moved in between, or nothing was raced");
        done.GrantsEnded.Should().Be(1);
        (await PurposeRow.FindAsync(city.Rows, given.Grant.Purpose, city.Stop))!.State.Should().Be(PurposeState.Invalidated);
        (await GrantRow.FindAsync(city.Rows, given.Id, city.Stop))!.State.Should().Be(GrantState.Inapplicable);
    }

    private async Task<RequestDataOutcome> AskAsync() =>
        await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

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
