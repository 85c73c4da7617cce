namespace Pds.Ledger;

/// <summary>What the public log holds for an entry: 33 bytes, 0x01 ‖ C. No type, no time, no identifier (I-25).</summary>
public static class LeafEntry
{
    /// <summary>Size of a leaf entry, in bytes.</summary>
    public const int SizeBytes = 1 + Commitment.SizeBytes;

    /// <summary>The version byte in front of the commitment.</summary>
    public const byte Version = 0x01;

    /// <summary>0x01 ‖ C.</summary>
    public static byte[] Of(ReadOnlySpan<byte> commitment)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(commitment.Length, Commitment.SizeBytes);
        return [Version, .. commitment];
    }

    /// <summary>SHA-256(0x00 ‖ 0x01 ‖ C): the hash of the entry as a leaf of the tree.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> commitment) => MerkleTree.LeafHash(Of(commitment));
}
