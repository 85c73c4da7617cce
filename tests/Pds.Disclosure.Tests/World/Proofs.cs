using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Checks what an answer carries, with nothing but what it carries.</summary>
internal static class Proofs
{
    /// <summary>The entry opens to its commitment, and its leaf is included in the signed checkpoint.</summary>
    public static bool Hold(RecordedEntry entry) =>
        entry.Opening.ToCommitment().AsSpan().SequenceEqual(entry.Commitment) &&
        entry.Proof.Index == entry.Index && entry.Proof.Size == entry.Checkpoint.Size &&
        entry.Proof.Verify(LeafEntry.Hash(entry.Commitment), entry.Checkpoint.Root);
}
