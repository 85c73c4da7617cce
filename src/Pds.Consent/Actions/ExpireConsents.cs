using System.Buffers.Binary;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Moves what has run out of time to EXPIRED and lets its keys go (FEATURES C5). The gate refuses at the very instant by rule 6 whether or
/// not this has run; this makes it visible, deletes the shares, and closes requests nobody answered.
/// </summary>
/// <param name="recorder">Where the consents are.</param>
/// <param name="damaged">Told of each row that could not be read, for the operator's log; the sweep goes on with the next.</param>
public sealed class ExpireConsents(Recorder recorder, Action<InvalidDataException>? damaged = null)
{
    private static readonly RowKey Cursor = new(Table.ServerFacts, "consent/expired-before-hour");

    // Twelve months of consent at most, and a month in which it may be answered; rounded up.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(400);

    private readonly EndGrants end = new(recorder, damaged);

    /// <summary>Ends everything due now. Meant to run every minute; reads only the hours since it last ran.</summary>
    /// <returns>How many ended; 0 while the clock may not be trusted to end anything (I-12).</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; the next run goes on.</exception>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken = default)
    {
        if (!recorder.Clock.MayPurge)
        {
            return 0;
        }

        var thisHour = HourOf(recorder.Clock.GetUtcNow());
        var cursor = await recorder.Rows.FindAsync(Cursor, cancellationToken).ConfigureAwait(false);
        var from = cursor is null ? await FirstHourAsync(thisHour, cancellationToken).ConfigureAwait(false) : Read(cursor);
        var ended = 0;
        for (var hour = from; hour <= thisHour; hour = hour.AddHours(1))
        {
            ended += await EndHourAsync(hour, cancellationToken).ConfigureAwait(false);
        }

        // The present hour is looked at again next time. If power fails before the cursor moves, hours are read twice and nothing is due in them.
        if (cursor is null || from < thisHour)
        {
            await recorder.RecordAsync(new Command([Put(thisHour)], []), cancellationToken).ConfigureAwait(false);
        }

        return ended;
    }

    private async ValueTask<int> EndHourAsync(DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var ended = 0;
        RowPage page;
        for (long after = 0; ; after = page.LastOrdinal)
        {
            page = await GrantWatchRow.OfHourAsync(recorder.Rows, hour, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
            ended += await end.RunAsync(
                page,
                GrantMove.Expire,
                static (grant, now) => now >= GrantWatchRow.Deadline(grant),
                static (grant, now) => new ConsentExpired(now, grant.Id, grant.Recipient),
                cancellationToken).ConfigureAwait(false);
            if (page.IsLast)
            {
                return ended;
            }
        }
    }

    // Without a cursor nothing was ever swept: begin with the oldest consent's day.
    private async ValueTask<DateTimeOffset> FirstHourAsync(DateTimeOffset thisHour, CancellationToken cancellationToken)
    {
        try
        {
            var oldest = await recorder.Rows.ListAllAsync(Table.Grants, 0, 1, cancellationToken).ConfigureAwait(false);
            return oldest.Count == 0 ? thisHour : Min(HourOf(GrantRow.From(oldest[0]).AskedAt), thisHour);
        }
        catch (InvalidDataException changed)
        {
            damaged?.Invoke(changed);
            return thisHour - LongestLife;
        }
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static Change.Put Put(DateTimeOffset hour)
    {
        var body = new byte[9];
        body[0] = 1;
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(1), hour.ToUnixTimeSeconds());
        return new Change.Put(Cursor, body);
    }

    private static DateTimeOffset Read(Row row) => row.Body.Length == 9 && row.Body.Span[0] == 1
        ? DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(row.Body.Span[1..]))
        : throw new InvalidDataException("The row of the expiry sweep has an unknown format.");
}
