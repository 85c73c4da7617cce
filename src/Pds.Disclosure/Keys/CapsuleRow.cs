using System.Text.Json;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// A grant's capsule as it rests in <see cref="Table.Capsules"/>: the field keys under K_cap, and K_cap twice, once under GK for the gate and
/// once under RRK for the custodian. Nothing in it opens from the row alone.
/// </summary>
/// <param name="V">Format version; 1.</param>
/// <param name="Dataset">The dataset version, <c>code@version</c>.</param>
/// <param name="Epoch">The collection epoch the field keys belong to.</param>
/// <param name="KeyForGate">K_cap sealed under GK.</param>
/// <param name="KeyForResident">K_cap sealed under RRK.</param>
/// <param name="Entry">The field keys sealed under K_cap.</param>
internal sealed record CapsuleRow(int V, string Dataset, int Epoch, byte[] KeyForGate, byte[] KeyForResident, byte[] Entry)
{
    public static RowKey KeyOf(GrantId grant) => new(Table.Capsules, grant.ToString());

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DisclosureJson.Default.CapsuleRow);

    public static CapsuleRow FromBytes(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize(body.Span, DisclosureJson.Default.CapsuleRow) is { V: 1 } row
            ? row
            : throw new InvalidDataException("A capsule is not of a format this version reads.");

    public override string ToString() => nameof(CapsuleRow);
}
