using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// A call proof that was used, in <see cref="Table.CallProofs"/>. Its key is the digest of issuer and jti, never of a token, which has more than
/// one spelling; being inserted only where nothing was, in the transaction of the intent, is the whole replay check (I-15).
/// </summary>
/// <param name="V">Format version; 1.</param>
/// <param name="Bytes">Digest of the exact bytes of the call.</param>
/// <param name="At">When it came, RFC 3339 UTC with milliseconds.</param>
/// <param name="Fields">The fields decided on.</param>
/// <param name="Records">The record versions the intent pinned: a resumed call reads these very versions.</param>
internal sealed record CallRow(int V, byte[] Bytes, string At, IReadOnlyList<string> Fields, IReadOnlyList<PinnedRecord> Records)
{
    /// <summary>Longer than any proof can be fresh and any call be resumed.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    public static RowKey KeyOf(byte[] callDigest) => new(Table.CallProofs, Base64Url.Encode(callDigest));

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DisclosureJson.Default.CallRow);

    public static CallRow FromBytes(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize(body.Span, DisclosureJson.Default.CallRow) is { V: 1 } row
            ? row
            : throw new InvalidDataException("A call proof row is not of a format this version reads.");

    public override string ToString() => nameof(CallRow);
}

/// <summary>One record version and the digests of its cells, as an intent pinned them.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version.</param>
/// <param name="Cells">Field to SHA-256 of the sealed cell.</param>
internal sealed record PinnedRecord(string Record, int Version, IReadOnlyDictionary<string, byte[]> Cells)
{
    public override string ToString() => nameof(PinnedRecord);
}
