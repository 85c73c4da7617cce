namespace Pds.Ledger;

/// <summary>An entry of a chain, opened for its owner or an auditor, with both halves of its commitment.</summary>
/// <param name="Index">Leaf index in the log.</param>
/// <param name="Seq">Position in the chain.</param>
/// <param name="Commitment">C, 32 bytes.</param>
/// <param name="Previous">C of the entry before it in the chain; 32 zero bytes at the first.</param>
/// <param name="Body">The body bytes, verbatim.</param>
/// <param name="BodyKey">ob, 32 bytes.</param>
/// <param name="LinkKey">on, 32 bytes.</param>
/// <param name="ChainKey">oc, 32 bytes.</param>
/// <param name="LinkMac">N, 32 bytes.</param>
/// <param name="Entry">The parsed body.</param>
public sealed record OpenedEntry(
    long Index,
    long Seq,
    byte[] Commitment,
    byte[] Previous,
    byte[] Body,
    byte[] BodyKey,
    byte[] LinkKey,
    byte[] ChainKey,
    byte[] LinkMac,
    LedgerEntry Entry)
{
    /// <summary>The index only: bodies are about persons.</summary>
    public override string ToString() => $"OpenedEntry({Index})";
}
