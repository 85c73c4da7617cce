namespace Pds.Ledger;

/// <summary>An entry as the store holds it.</summary>
/// <param name="Index">Leaf index, from 0.</param>
/// <param name="Chain">Blinded chain, 16 bytes.</param>
/// <param name="Seq">Position in the chain.</param>
/// <param name="Commitment">C, 32 bytes.</param>
/// <param name="Body">The event, sealed under LEK.</param>
public sealed record StoredEvent(long Index, byte[] Chain, long Seq, byte[] Commitment, byte[] Body);
