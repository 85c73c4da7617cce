namespace Pds.Ledger;

/// <summary>Where an entry stands: its leaf, and its place in its chain.</summary>
/// <param name="Index">Leaf index, from 0.</param>
/// <param name="Chain">Blinded chain, 16 bytes.</param>
/// <param name="Seq">Position in the chain.</param>
public readonly record struct EventPlace(long Index, byte[] Chain, long Seq);
