using System.Globalization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One row in <see cref="Table.GrantWatches"/> for each grant that has not ended: key = resident and purpose version, so that nobody is
/// asked twice for what is asked or given already (C21); parent = the purpose version, to find what an invalidation ends; other = the
/// hour in which its time runs out, to find what a sweep ends.
/// </summary>
internal static class GrantWatchRow
{
    internal static RowKey Key(Grant grant) => new(Table.GrantWatches, $"{grant.Resident}/{grant.Purpose}");

    /// <summary>A new watch; conflicts when the resident is asked, or has said yes, already.</summary>
    internal static Change.Put Add(Grant grant) => Put(grant, 0);

    /// <summary>Moves the watch to the end of the consent just given.</summary>
    internal static Change.Put Move(Grant grant) => Put(grant, null);

    /// <summary>The grant has ended.</summary>
    internal static Change.Delete Remove(Grant grant) => new(Key(grant));

    /// <summary>When the grant's time runs out where it stands now.</summary>
    internal static DateTimeOffset Deadline(Grant grant) =>
        grant.State == GrantState.Requested && grant.AnswerBefore < grant.Terms.Ends ? grant.AnswerBefore : grant.Terms.Ends;

    internal static ValueTask<RowPage> OfPurposeAsync(
        IRowReader rows, PurposeVersion purpose, long afterOrdinal, int limit, CancellationToken cancellationToken) =>
        rows.SweepAsync(Table.GrantWatches, LinkColumn.Parent, purpose.ToString(), afterOrdinal, limit, cancellationToken);

    internal static ValueTask<RowPage> OfHourAsync(
        IRowReader rows, DateTimeOffset hour, long afterOrdinal, int limit, CancellationToken cancellationToken) =>
        rows.SweepAsync(Table.GrantWatches, LinkColumn.Other, Hour(hour), afterOrdinal, limit, cancellationToken);

    internal static GrantId GrantOf(Row row) => RowBody.Read(row.Body, RowJson.Domain.GrantId);

    private static Change.Put Put(Grant grant, long? expectedVersion) => new(
        Key(grant),
        RowBody.Write(grant.Id, RowJson.Domain.GrantId),
        new RowLinks(grant.Purpose.ToString(), Hour(Deadline(grant))),
        ExpectedVersion: expectedVersion);

    private static string Hour(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
}
