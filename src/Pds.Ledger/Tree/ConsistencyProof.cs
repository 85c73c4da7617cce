namespace Pds.Ledger;

/// <summary>
/// Shows that the tree of <paramref name="NewSize"/> leaves extends the tree of <paramref name="OldSize"/> leaves and changed none
/// of them (RFC 6962 section 2.1.2).
/// </summary>
/// <param name="OldSize">Leaves of the older tree, at least 1: every tree extends the empty one, so size 0 proves nothing and is refused.</param>
/// <param name="NewSize">Leaves of the newer tree.</param>
/// <param name="Path">32-byte hashes in RFC 6962 order; empty when the sizes are equal.</param>
public sealed record ConsistencyProof(long OldSize, long NewSize, IReadOnlyList<byte[]> Path)
{
    /// <summary>True when the path joins exactly these two roots (32 bytes each). Wrong lengths are false, never an error.</summary>
    public bool Verify(ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot) => throw new NotImplementedException();

    /// <summary>Builds the proof from all leaf hashes of the newer tree: the reference for <see cref="LogTree"/>.</summary>
    public static ConsistencyProof Build(ReadOnlySpan<byte[]> leafHashes, long oldSize) => throw new NotImplementedException();
}
