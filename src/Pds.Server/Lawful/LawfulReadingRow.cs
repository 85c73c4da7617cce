using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Server.Lawful;

/// <summary>A proposed lawful reading that waits for the review board.</summary>
/// <param name="Id">The reading.</param>
/// <param name="Resident">Whose.</param>
/// <param name="LegalBasis">The statute and article, 1 to 200 characters.</param>
/// <param name="Authority">Who asked, by what document, 1 to 200 characters.</param>
/// <param name="Recipient">Who received, 1 to 200 characters.</param>
/// <param name="HiddenUntil">When she may be told, UTC.</param>
/// <param name="ProposedBy">The steward.</param>
/// <param name="ProposedAt">When, UTC.</param>
internal sealed record ProposedReading(
    LawfulReadingId Id,
    ResidentId Resident,
    string LegalBasis,
    string Authority,
    string Recipient,
    DateTimeOffset HiddenUntil,
    OrganizationId ProposedBy,
    DateTimeOffset ProposedAt)
{
    /// <summary>Version of the row it was read from; 0 for a new one.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position among proposals, for paging.</summary>
    public long Ordinal { get; init; }

    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(ProposedReading);
}

/// <summary>How a proposal rests in <see cref="Table.ServerFacts"/>: key <c>lawful/lwf_…</c>, parent <c>lawful-readings</c>; 30 days at most.</summary>
internal static class LawfulReadingRow
{
    private const string Parent = "lawful-readings";
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    /// <summary>The row's key.</summary>
    public static RowKey Key(LawfulReadingId id) => new(Table.ServerFacts, $"lawful/{id}");

    /// <summary>Reads one; null when there is none (any more).</summary>
    public static async ValueTask<ProposedReading?> FindAsync(IRowReader rows, LawfulReadingId id, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>A page, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<ProposedReading>> ListAsync(IRowReader rows, long after, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.ServerFacts, LinkColumn.Parent, Parent, after, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes a new one.</summary>
    public static Change Put(ProposedReading reading) => new Change.Put(
        Key(reading.Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                1, reading.Id.ToString(), reading.Resident.ToString(), reading.LegalBasis, reading.Authority, reading.Recipient, reading.HiddenUntil,
                reading.ProposedBy.ToString(), reading.ProposedAt),
            LawfulJson.Default.Body),
        new RowLinks(Parent: Parent),
        Expires: reading.ProposedAt + Keep,
        ExpectedVersion: 0);

    private static ProposedReading From(Row row) =>
        JsonSerializer.Deserialize(row.Body.Span, LawfulJson.Default.Body) is { V: 1 } body
        && LawfulReadingId.TryParse(body.Id, out var id)
        && ResidentId.TryParse(body.Resident, out var resident)
        && OrganizationId.TryParse(body.ProposedBy, out var by)
            ? new ProposedReading(id, resident, body.LegalBasis, body.Authority, body.Recipient, body.HiddenUntil, by, body.ProposedAt)
            {
                RowVersion = row.Version, Ordinal = row.Ordinal,
            }
            : throw new InvalidDataException("A proposed lawful reading's row has an unknown format.");

    internal sealed record Body(
        int V, string Id, string Resident, string LegalBasis, string Authority, string Recipient, DateTimeOffset HiddenUntil, string ProposedBy,
        DateTimeOffset ProposedAt);
}

/// <summary>Generated JSON of proposed readings. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LawfulReadingRow.Body))]
internal sealed partial class LawfulJson : JsonSerializerContext;
