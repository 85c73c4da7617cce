namespace Pds.Ledger;

/// <summary>The last entry of a chain, as the store knows it without opening anything.</summary>
/// <param name="Seq">Position in the chain, from 0.</param>
/// <param name="Commitment">C, 32 bytes.</param>
public sealed record ChainHead(long Seq, byte[] Commitment);
