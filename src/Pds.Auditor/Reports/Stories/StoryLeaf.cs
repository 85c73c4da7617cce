using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>One opened leaf, as the report reads it after the verification held it against the tree.</summary>
/// <param name="Index">Leaf index.</param>
/// <param name="Entry">What it says.</param>
/// <param name="Body">Its canonical bytes.</param>
/// <param name="Who">The resident's pseudonym; null in chains of no resident.</param>
/// <param name="Chain">The chain's name; null in chains of residents.</param>
/// <param name="Commitment">C, 32 bytes.</param>
internal sealed record StoryLeaf(long Index, LedgerEntry Entry, byte[] Body, Pseudonym? Who, string? Chain, byte[] Commitment)
{
    /// <summary>The index only: leaves are of persons.</summary>
    public override string ToString() => $"StoryLeaf({Index})";
}
