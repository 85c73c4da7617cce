using Pds.Ledger;

namespace Pds.Client;

/// <summary>An entry that the city's log holds, shown by a signed checkpoint and an inclusion proof, and opened.</summary>
/// <param name="Index">Leaf index, from 0.</param>
/// <param name="Commitment">C, 32 bytes.</param>
/// <param name="Entry">What was recorded.</param>
/// <param name="Body">The recorded bytes, verbatim.</param>
/// <param name="Checkpoint">The signed checkpoint that covers it.</param>
public sealed record ProvenEntry(long Index, byte[] Commitment, LedgerEntry Entry, byte[] Body, Checkpoint Checkpoint)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ProvenEntry) + " " + Index;
}
