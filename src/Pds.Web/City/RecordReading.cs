using Pds.Client;
using Pds.Web.Residents;

namespace Pds.Web.City;

/// <summary>What her vault holds. Values are read only where a page shows them, and kept nowhere.</summary>
internal sealed class RecordReading(ICarried resident, Catalogue catalogue)
{
    /// <summary>All records without their values, newest first.</summary>
    public Task<IReadOnlyList<RecordView>> ListAsync(CancellationToken cancellationToken) =>
        resident.ListAsync("records", calls => ListAsync(calls, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<RecordView>> ListAsync(ResidentCalls calls, CancellationToken cancellationToken)
    {
        var views = new List<RecordView>();
        await foreach (var summary in calls.ListRecordsAsync(cancellationToken: cancellationToken))
        {
            views.Add(new RecordView(
                summary,
                await catalogue.DatasetAsync(summary.Dataset, cancellationToken),
                await catalogue.NameAsync(calls, summary.Source, cancellationToken),
                new Dictionary<string, string>()));
        }

        views.Reverse();
        return views;
    }

    /// <summary>The records of one dataset with their values, newest first.</summary>
    public async Task<IReadOnlyList<RecordView>> ReadAsync(string dataset, CancellationToken cancellationToken)
    {
        var session = await resident.CallsAsync();
        var found = await catalogue.DatasetAsync(dataset, cancellationToken);
        var views = new List<RecordView>();
        await foreach (var record in session.ReadRecordsAsync(dataset, cancellationToken))
        {
            views.Add(new RecordView(
                record.Summary,
                found,
                await catalogue.NameAsync(session, record.Summary.Source, cancellationToken),
                record.Values.ToDictionary(value => value.Name, value => PlainValue.Of(value.ValueJson), StringComparer.Ordinal)));
        }

        views.Reverse();
        return views;
    }
}
