using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Explain;

/// <summary>A consent's life as told, and what it was verified by.</summary>
/// <param name="Grant">Which consent.</param>
/// <param name="ExitCode">How the command ends.</param>
/// <param name="Receipt">The key of the sentence about the receipt.</param>
internal sealed record Story(GrantId? Grant, int ExitCode, string Receipt)
{
    /// <summary>The sentences; none when nothing can be told.</summary>
    public IReadOnlyList<StorySentence> Sentences { get; init; } = [];

    /// <summary>First and last leaf told of.</summary>
    public (long First, long Last)? Span { get; init; }

    /// <summary>The receipt's leaf; null when it is not known.</summary>
    public long? ReceiptLeaf { get; init; }

    /// <summary>The export; null when there is none.</summary>
    public ExportManifest? Manifest { get; init; }
}
