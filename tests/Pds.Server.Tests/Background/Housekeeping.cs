using Microsoft.Extensions.Logging.Abstractions;
using Pds.Consent;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Background;
using Pds.Server.Hosting;
using Pds.TestCity;

namespace Pds.Server.Tests.Background;

/// <summary>What happens without a caller.</summary>
public sealed class Housekeeping
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task Purging_goes_on_until_nothing_expired_is_left()
    {
        await using var city = await City.StartAsync(enrolSteward: false);
        var roles = city.Server.Roles;
        var past = DateTimeOffset.UtcNow.AddHours(-3);
        foreach (var part in Enumerable.Range(0, 2100).Chunk(60))
        {
            await roles.Recorder.RecordAsync(
                new Command([.. part.Select(n => new Change.Put(new RowKey(Table.CallProofs, $"old/{n}"), ReadOnlyMemory<byte>.Empty, Expires: past))], []), Stop);
        }

        var tasks = TaskList.Of(roles, new ConsentActs(roles), new StatusLists(roles.Recorder, roles.Signer, roles.StatusNumbers), NullLogger.Instance);
        await tasks.Single(task => task.Name == "purge-expired-rows").RunAsync(Stop);

        (await roles.Recorder.Rows.ListAllAsync(Table.CallProofs, 0, IRowReader.MaxRows, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_task_that_meets_a_damaged_row_runs_again_and_the_server_goes_on()
    {
        var (runs, again) = (0, new TaskCompletionSource());
        using var tasks = new PeriodicTasks(
            [new Periodic("damaged", TimeSpan.FromMilliseconds(10), _ => runs++ == 0 ? throw new InvalidDataException() : Tell(again))],
            TimeProvider.System,
            NullLogger<PeriodicTasks>.Instance);

        await tasks.StartAsync(Stop);

        await again.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        await tasks.StopAsync(Stop);
    }

    [Fact]
    [Trait("Feature", "R5")]
    public async Task A_status_list_never_claims_a_size_whose_acts_it_does_not_show()
    {
        await using var city = await City.StartAsync();
        var story = await Story.PlayAsync(city);
        var roles = city.Server.Roles;
        ConsentActResponse? withdrawn = null;
        var rows = new RowsWithAnActBehind(roles.Recorder.Rows, async () =>
            withdrawn ??= (await story.Hanako.WithdrawAsync(story.Consent.GrantId)).Read<ConsentActResponse>());

        var text = await new StatusLists(roles.Recorder, roles.Signer, roles.StatusNumbers).SignAsync(rows, 0, Stop);

        StatusListToken.TryParse(text, out var token).Should().BeTrue();
        GrantId.TryParse(story.Consent.GrantId, out var grant);
        var number = (await GrantRow.FindAsync(roles.Recorder.Rows, grant, Stop))!.Given!.StatusIndex;
        ((ReceiptStatus)token!.List[number]).Should().Be(ReceiptStatus.Valid, "the rows were read before the withdrawal");
        token.LogSize.Should().BeLessThanOrEqualTo(withdrawn!.Evidence.Index, "then the size it claims may not hold it");
    }

    private static ValueTask<int> Tell(TaskCompletionSource source)
    {
        source.TrySetResult();
        return ValueTask.FromResult(0);
    }

    private sealed class RowsWithAnActBehind(IRowReader rows, Func<Task> act) : IRowReader
    {
        public ValueTask<Row?> FindAsync(RowKey key, CancellationToken cancellationToken = default) => rows.FindAsync(key, cancellationToken);

        public async ValueTask<IReadOnlyList<Row>> ListAsync(
            Table table, LinkColumn column, string value, long afterOrdinal, int limit, CancellationToken cancellationToken = default)
        {
            var page = await rows.ListAsync(table, column, value, afterOrdinal, limit, cancellationToken);
            await act();
            return page;
        }

        public ValueTask<IReadOnlyList<Row>> ListAllAsync(
            Table table, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
            rows.ListAllAsync(table, afterOrdinal, limit, cancellationToken);
    }
}
