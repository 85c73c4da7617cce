using System.Text.Json;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>A resident's root key as it rests: typed from day one, so that a key the resident holds is data and not a new schema.</summary>
internal sealed record ResidentKeyRow(int V, string KeptBy, byte[] Wrap)
{
    /// <summary>RRK wrapped under K_root. <c>resident-held</c> is reserved.</summary>
    public const string Managed = "managed";

    public static RowKey KeyOf(ResidentId resident) => new(Table.ResidentKeys, resident.ToString());

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, VaultJson.Default.ResidentKeyRow);

    public static ResidentKeyRow FromBytes(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize(body.Span, VaultJson.Default.ResidentKeyRow) is { V: 1, KeptBy: Managed } row
            ? row
            : throw new InvalidDataException("A resident key is kept in a way this version does not know.");

    public override string ToString() => nameof(ResidentKeyRow);
}

/// <summary>A collection key as it rests: CK sealed under a key derived from RRK.</summary>
internal sealed record CollectionRow(int V, string Dataset, int Epoch, byte[] Wrap)
{
    public static RowKey KeyOf(ResidentId resident, string dataset, int epoch) => new(Table.Collections, $"{resident}|{dataset}|{epoch}");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, VaultJson.Default.CollectionRow);

    public static CollectionRow FromBytes(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize(body.Span, VaultJson.Default.CollectionRow) is { V: 1 } row
            ? row
            : throw new InvalidDataException("A collection key is not of a format this version reads.");

    public override string ToString() => nameof(CollectionRow);
}
