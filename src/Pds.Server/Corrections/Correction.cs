using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Server.Corrections;

/// <summary>Where a case stands.</summary>
internal enum CorrectionState
{
    /// <summary>The source has to answer.</summary>
    Open = 1,

    /// <summary>The source wrote a new version of the record.</summary>
    Corrected = 2,

    /// <summary>The source says why not.</summary>
    Refused = 3,
}

/// <summary>A case: a resident says that one field of one record is wrong (FEATURES V10).</summary>
internal sealed record Correction
{
    /// <summary>The most characters of what she says, and of the answer.</summary>
    public const int MaxWords = 400;

    /// <summary>The most open cases of one resident.</summary>
    public const int MaxOpen = 50;

    /// <summary>How long the source has to answer: 14 days, the city's own rule; APPI Art. 34 says "without delay".</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(14);

    /// <summary>Which.</summary>
    public required CorrectionId Id { get; init; }

    /// <summary>Whose.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>The record.</summary>
    public required RecordId Record { get; init; }

    /// <summary>Its version that she saw.</summary>
    public required int RecordVersion { get; init; }

    /// <summary><c>code@version</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Who has to answer.</summary>
    public required OrganizationId Source { get; init; }

    /// <summary>The field.</summary>
    public required string Field { get; init; }

    /// <summary>When she said it, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Names the place where her words and the answer are sealed.</summary>
    public required RecordId Place { get; init; }

    /// <summary>Her words, sealed under her keys.</summary>
    public required byte[] Asked { get; init; }

    /// <summary>32 random bytes in the digest of her words.</summary>
    public required byte[] AskedSalt { get; init; }

    /// <summary>Where it stands.</summary>
    public CorrectionState State { get; init; } = CorrectionState.Open;

    /// <summary>When it was answered, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The answer, sealed under her keys.</summary>
    public byte[]? Decided { get; init; }

    /// <summary>32 random bytes in the digest of the answer.</summary>
    public byte[]? DecidedSalt { get; init; }

    /// <summary>The version that is right.</summary>
    public int? CorrectedVersion { get; init; }

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position, for paging.</summary>
    public long Ordinal { get; init; }

    /// <summary>When the answer is due, UTC.</summary>
    public DateTimeOffset DueAt => AskedAt + AnswerWithin;

    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(Correction);
}

/// <summary>How a case rests in <see cref="Table.Corrections"/>: key its id, parent the resident, other the source.</summary>
internal static class CorrectionRow
{
    /// <summary>Its key.</summary>
    public static RowKey Key(CorrectionId id) => new(Table.Corrections, id.ToString());

    /// <summary>Held by the one open case of a field; conflicts when there is one.</summary>
    public static RowKey OpenKey(RecordId record, string field) => new(Table.Corrections, $"open/{record}/{field}");

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<Correction?> FindAsync(IRowReader rows, CorrectionId id, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>A page of a resident's, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<Correction>> OfResidentAsync(
        IRowReader rows, ResidentId resident, long after, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.Corrections, LinkColumn.Parent, resident.ToString(), after, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>A page of a source's, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<Correction>> OfSourceAsync(
        IRowReader rows, OrganizationId source, long after, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.Corrections, LinkColumn.Other, source.ToString(), after, limit, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change Put(Correction one) => new Change.Put(
        Key(one.Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                1, one.Id.ToString(), one.Resident.ToString(), one.Record.ToString(), one.RecordVersion, one.Dataset, one.Source.ToString(), one.Field, one.AskedAt,
                one.Place.ToString(), one.Asked, one.AskedSalt, one.State, one.DecidedAt, one.Decided, one.DecidedSalt, one.CorrectedVersion),
            CorrectionJson.Default.Body),
        new RowLinks(one.Resident.ToString(), one.Source.ToString()),
        ExpectedVersion: one.RowVersion);

    private static Correction From(Row row) =>
        JsonSerializer.Deserialize(row.Body.Span, CorrectionJson.Default.Body) is { V: 1 } body
        && CorrectionId.TryParse(body.Id, out var id) && ResidentId.TryParse(body.Resident, out var resident) && RecordId.TryParse(body.Record, out var record)
        && OrganizationId.TryParse(body.Source, out var source) && RecordId.TryParse(body.Place, out var place)
            ? new Correction
            {
                Id = id, Resident = resident, Record = record, RecordVersion = body.RecordVersion, Dataset = body.Dataset, Source = source, Field = body.Field,
                AskedAt = body.AskedAt, Place = place, Asked = body.Asked, AskedSalt = body.AskedSalt, State = body.State, DecidedAt = body.DecidedAt,
                Decided = Some(body.Decided), DecidedSalt = Some(body.DecidedSalt), CorrectedVersion = body.CorrectedVersion, RowVersion = row.Version, Ordinal = row.Ordinal,
            }
            : throw new InvalidDataException("A correction's row has an unknown format.");

    // Generated JSON writes an array that is not there as an empty one.
    private static byte[]? Some(byte[]? bytes) => bytes is { Length: > 0 } ? bytes : null;

    internal sealed record Body(
        int V, string Id, string Resident, string Record, int RecordVersion, string Dataset, string Source, string Field, DateTimeOffset AskedAt, string Place,
        byte[] Asked, byte[] AskedSalt, CorrectionState State, DateTimeOffset? DecidedAt, byte[]? Decided, byte[]? DecidedSalt, int? CorrectedVersion);
}

/// <summary>Generated JSON of rows about corrections. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CorrectionRow.Body))]
[JsonSerializable(typeof(CorrectedRecordRow.Body), TypeInfoPropertyName = "ToldBody")]
internal sealed partial class CorrectionJson : JsonSerializerContext;
