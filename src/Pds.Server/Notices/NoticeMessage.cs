using System.Text.Json;
using Pds.Ledger;

namespace Pds.Server.Notices;

/// <summary>One line of a message: who, what, how many. Never a value, and never the name of a kind of data.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Who">Who did it; null for what nobody did.</param>
/// <param name="Count">How often.</param>
internal sealed record NoticeLine(NoticeKind Kind, OrganizationId? Who, int Count);

/// <summary>A message that is to go out.</summary>
internal sealed record NoticeMessage
{
    /// <summary>Its id, also that of the mail: whoever gets it twice can tell.</summary>
    public required NoticeId Id { get; init; }

    /// <summary>To whom.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>By mail or letter.</summary>
    public required NoticeChannel Channel { get; init; }

    /// <summary>What it tells.</summary>
    public required IReadOnlyList<NoticeLine> Lines { get; init; }

    /// <summary>When it was put together, UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Tries that failed.</summary>
    public int Failed { get; init; }

    /// <summary>When it is tried next, UTC.</summary>
    public DateTimeOffset NextTry { get; init; }

    /// <summary>Why the last try failed: <c>unreachable</c>, <c>not_secure</c>, <c>refused</c>; null before.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether it is not tried any more.</summary>
    public bool GivenUp => Failed >= MostTries;

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position among messages of its channel.</summary>
    public long Ordinal { get; init; }

    /// <summary>After so many tries, about two days, it is given up.</summary>
    public const int MostTries = 14;

    /// <summary>The pause after the nth failed try: one minute, doubling, six hours at most.</summary>
    public static TimeSpan PauseAfter(int failed) => TimeSpan.FromMinutes(Math.Min(360, Math.Pow(2, failed - 1)));

    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(NoticeMessage);
}

/// <summary>
/// How one rests in <see cref="Table.NoticeMessages"/>: key its id, parent <c>mail</c>, <c>letter</c> or, once given up, <c>failed</c>; other the resident. One that was
/// given up goes after 30 days.
/// </summary>
internal static class NoticeMessageRow
{
    /// <summary>Parent of those that were given up.</summary>
    public const string Failed = "failed";

    private static readonly TimeSpan KeepFailed = TimeSpan.FromDays(30);

    /// <summary>Its key.</summary>
    public static RowKey Key(NoticeId id) => new(Table.NoticeMessages, id.ToString());

    /// <summary>Reads one; null when there is none (any more).</summary>
    public static async ValueTask<NoticeMessage?> FindAsync(IRowReader rows, NoticeId id, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>A page of those of one parent, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<NoticeMessage>> ListAsync(
        IRowReader rows, string parent, long after, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.NoticeMessages, LinkColumn.Parent, parent, after, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change Put(NoticeMessage message) => new Change.Put(
        Key(message.Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                1, message.Id.ToString(), message.Resident.ToString(), message.Channel,
                [.. message.Lines.Select(line => new LineBody(line.Kind, line.Who?.ToString(), line.Count))], message.MadeAt, message.Failed, message.NextTry, message.Fault),
            NoticeJson.Default.MessageBody),
        new RowLinks(message.GivenUp ? Failed : NoticeTimes.NameOf(message.Channel), message.Resident.ToString()),
        Expires: message.GivenUp ? message.NextTry + KeepFailed : null,
        ExpectedVersion: message.RowVersion);

    private static NoticeMessage From(Row row)
    {
        if (JsonSerializer.Deserialize(row.Body.Span, NoticeJson.Default.MessageBody) is not { V: 1 } body
            || !NoticeId.TryParse(body.Id, out var id) || !ResidentId.TryParse(body.Resident, out var resident))
        {
            throw new InvalidDataException("A message's row has an unknown format.");
        }

        return new NoticeMessage
        {
            Id = id,
            Resident = resident,
            Channel = body.Channel,
            Lines = [.. body.Lines.Select(line => new NoticeLine(line.Kind, OrganizationId.TryParse(line.Who, out var who) ? who : null, line.Count))],
            MadeAt = body.MadeAt,
            Failed = body.Failed,
            NextTry = body.NextTry,
            Fault = body.Fault,
            RowVersion = row.Version,
            Ordinal = row.Ordinal,
        };
    }

    internal sealed record LineBody(NoticeKind Kind, string? Who, int Count);

    internal sealed record Body(
        int V, string Id, string Resident, NoticeChannel Channel, IReadOnlyList<LineBody> Lines, DateTimeOffset MadeAt, int Failed, DateTimeOffset NextTry, string? Fault);
}
