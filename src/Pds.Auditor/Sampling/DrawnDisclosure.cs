using Pds.Auditor.Exports;
using Pds.Ledger;

namespace Pds.Auditor.Sampling;

/// <summary>One drawn disclosure with what the log says around it.</summary>
/// <param name="Number">From 1, in the order of the draw.</param>
/// <param name="Leaf">Leaf index of its entry.</param>
/// <param name="Disclosed">The entry.</param>
/// <param name="Intent">The intent and its leaf index.</param>
/// <param name="Granted">The consent and its leaf index.</param>
/// <param name="Who">The resident's pseudonym in this export.</param>
internal sealed record DrawnDisclosure(
    int Number, long Leaf, Disclosed Disclosed, (DisclosureIntended Entry, long Leaf)? Intent, (ConsentGranted Entry, long Leaf)? Granted, Pseudonym? Who)
{
    /// <summary>What the resident read; null when her document is not there.</summary>
    public SignedWords? Words { get; init; }

    /// <summary>The recipient's name; its id when the log does not say.</summary>
    public required string Recipient { get; init; }

    /// <summary>Its own name only: it is about a person.</summary>
    public override string ToString() => $"{nameof(DrawnDisclosure)} {Number}";
}
