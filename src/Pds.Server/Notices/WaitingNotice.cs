using System.Text.Json;
using Pds.Ledger;

namespace Pds.Server.Notices;

/// <summary>Something that happened and is not told yet.</summary>
/// <param name="Resident">Whom to tell.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">What it is about: told once.</param>
/// <param name="Who">Who did it; null for what nobody did.</param>
/// <param name="Count">How many things it stands for.</param>
/// <param name="At">When it happened, UTC.</param>
internal sealed record WaitingNotice(ResidentId Resident, NoticeKind Kind, string Subject, OrganizationId? Who, int Count, DateTimeOffset At)
{
    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(WaitingNotice);
}

/// <summary>
/// How one rests in <see cref="Table.WaitingNotices"/>: key resident, kind, subject; parent <c>waiting/res_…</c> until it is in a message, then without one. The row
/// stays as the mark that it was told, so that nothing is told twice; other is the resident, so that an erasure finds it.
/// </summary>
internal static class WaitingNoticeRow
{
    /// <summary>The most that go into one message; the rest follows in the next.</summary>
    public const int MostInOne = 100;

    /// <summary>Its key.</summary>
    public static RowKey Key(ResidentId resident, NoticeKind kind, string subject) =>
        new(Table.WaitingNotices, $"{resident}/{NoticeKinds.NameOf(kind)}/{subject}");

    /// <summary>Those of one resident that wait, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<WaitingNotice>> OfResidentAsync(IRowReader rows, ResidentId resident, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.WaitingNotices, LinkColumn.Parent, Parent(resident), 0, MostInOne, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes one that waits, or only the mark that it is not to be told (again).</summary>
    public static Change Put(WaitingNotice notice, bool waits) => new Change.Put(
        Key(notice.Resident, notice.Kind, notice.Subject),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(1, notice.Resident.ToString(), notice.Kind, notice.Subject, notice.Who?.ToString(), notice.Count, notice.At), NoticeJson.Default.WaitingBody),
        new RowLinks(waits ? Parent(notice.Resident) : null, notice.Resident.ToString()));

    private static string Parent(ResidentId resident) => $"waiting/{resident}";

    private static WaitingNotice From(Row row)
    {
        if (JsonSerializer.Deserialize(row.Body.Span, NoticeJson.Default.WaitingBody) is not { V: 1 } body || !ResidentId.TryParse(body.Resident, out var resident))
        {
            throw new InvalidDataException("A waiting notice's row has an unknown format.");
        }

        return new WaitingNotice(resident, body.Kind, body.Subject, OrganizationId.TryParse(body.Who, out var who) ? who : null, body.Count, body.At);
    }

    internal sealed record Body(int V, string Resident, NoticeKind Kind, string Subject, string? Who, int Count, DateTimeOffset At);
}
