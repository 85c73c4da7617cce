namespace Pds.Ledger;

/// <summary>What the latest published epoch says about one chain.</summary>
/// <param name="Heads">The heads entry with its proof in the log.</param>
/// <param name="Proof">The chain's place under the root of that entry.</param>
/// <param name="Head">The chain's last entry then; null when the proof is of absence.</param>
public sealed record HeadEvidence(RecordedEntry Heads, HeadProof Proof, ChainHead? Head);
