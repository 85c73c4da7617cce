using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>
/// One version of one record as it rests: provenance in the row (itself sealed by the recorder), content only in cells.
/// Stored as the body of a <see cref="Table.Records"/> row; the newest version under the record's id, older ones under
/// <c>id|version</c>, so that a resumed call can read the very versions its intent pinned.
/// </summary>
public sealed record StoredRecord
{
    /// <summary>Format version; 1.</summary>
    [JsonPropertyName("v")]
    public required int V { get; init; }

    /// <summary>The record's identifier; recipients see a pairwise form of it, never this.</summary>
    public required string Record { get; init; }

    /// <summary>From 1, one more with every write to the same record.</summary>
    public required int Version { get; init; }

    /// <summary>The resident.</summary>
    public required string Resident { get; init; }

    /// <summary>The dataset version, <c>code@version</c> (V3).</summary>
    public required string Dataset { get; init; }

    /// <summary>The collection key's epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>The organisation that wrote and signed it (V4).</summary>
    public required string Source { get; init; }

    /// <summary>When it was written, RFC 3339 UTC with milliseconds (V4).</summary>
    public required string Written { get; init; }

    /// <summary>The civil date the data is about, <c>yyyy-MM-dd</c>; absent for data without a date.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DataDate { get; init; }

    /// <summary>The issuer-signed JWT of the source's SD-JWT, without disclosures: provenance that any library verifies (V5).</summary>
    public required string SourceJwt { get; init; }

    /// <summary>One sealed cell per field.</summary>
    public required IReadOnlyDictionary<string, byte[]> Cells { get; init; }

    /// <summary>The row of the newest version.</summary>
    public static RowKey KeyOf(RecordId record) => new(Table.Records, record.ToString());

    /// <summary>The row of an older version.</summary>
    public static RowKey KeyOf(RecordId record, int version) => new(Table.Records, $"{record}|{version}");

    /// <summary>The link under which the newest versions of a collection's records are listed.</summary>
    public static string LinkOf(ResidentId resident, string dataset) => $"{resident}|{dataset}";

    /// <summary>The row body.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, VaultJson.Default.StoredRecord);

    /// <summary>Reads a row body this system wrote; anything else is a broken store.</summary>
    public static StoredRecord FromBytes(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize(body.Span, VaultJson.Default.StoredRecord) is { V: 1 } record
            ? record
            : throw new InvalidDataException("A record row is not of a format this version reads.");

    /// <summary>Where one of its cells lives. <see cref="InvalidDataException"/> when the row's identifiers are broken.</summary>
    public CellPlace PlaceOf(string field) =>
        ResidentId.TryParse(Resident, out var resident) && RecordId.TryParse(Record, out var record)
            ? new CellPlace(resident, Dataset, Epoch, field, record, Version)
            : throw new InvalidDataException("A record row carries no valid identifiers.");

    /// <summary>Prints its own name: a record is about a person.</summary>
    public override string ToString() => nameof(StoredRecord);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StoredRecord))]
[JsonSerializable(typeof(ResidentKeyRow))]
[JsonSerializable(typeof(CollectionRow))]
internal sealed partial class VaultJson : JsonSerializerContext;
