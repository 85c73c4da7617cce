using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>A purpose version: its declaration, and what the review board made of it.</summary>
/// <param name="id"><c>code@version</c>.</param>
internal sealed class PurposeStory(string id)
{
    /// <summary><c>code@version</c>.</summary>
    public string Id => id;

    /// <summary>The declaration; null when it cannot be read.</summary>
    public Purpose? Definition { get; set; }

    /// <summary>The proposal, with its leaf; null outside the scope.</summary>
    public (PurposeProposed Entry, long Leaf)? Proposed { get; set; }

    /// <summary>The board's decision, with its leaf; null before.</summary>
    public (PurposeReviewed Entry, long Leaf)? Reviewed { get; set; }

    /// <summary>Taken out of use; null while it is not.</summary>
    public (PurposeInvalidated Entry, long Leaf)? Invalidated { get; set; }

    /// <summary>Where it stands at the end of the log.</summary>
    public PurposeState State => Invalidated is not null ? PurposeState.Invalidated
        : Reviewed is not { } reviewed ? PurposeState.Proposed
        : reviewed.Entry.Decision == "approved" ? PurposeState.Approved
        : PurposeState.Rejected;
}
