namespace Pds.Ledger;

/// <summary>
/// Shows that the leaf at <paramref name="Index"/> is in the tree of <paramref name="Size"/> leaves (RFC 6962 section 2.1.1).
/// </summary>
/// <param name="Index">Zero-based place of the leaf.</param>
/// <param name="Size">Number of leaves of the tree.</param>
/// <param name="Path">32-byte hashes, from the leaf's sibling up to the root's child; at most 63.</param>
public sealed record InclusionProof(long Index, long Size, IReadOnlyList<byte[]> Path)
{
    /// <summary>True when the leaf hash (32 bytes) and this path give exactly <paramref name="root"/>. Wrong lengths are false, never an error.</summary>
    public bool Verify(ReadOnlySpan<byte> leafHash, ReadOnlySpan<byte> root) => throw new NotImplementedException();

    /// <summary>Builds the proof from all leaf hashes, as RFC 6962 defines it: the reference for <see cref="LogTree"/>.</summary>
    public static InclusionProof Build(ReadOnlySpan<byte[]> leafHashes, long index) => throw new NotImplementedException();
}
