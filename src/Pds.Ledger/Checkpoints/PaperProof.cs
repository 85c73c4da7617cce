using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// The proof on a printed receipt, for its square code: a <c>c2sp.org/tlog-proof@v1</c> that needs nothing else but the log's key. In place of the opened entry
/// its extra data holds the 33 bytes of the leaf, and behind them 32 bytes of the owner's label key where she wants whoever checks her history to begin from the
/// paper. It tells nothing about a person. At most some 1,600 characters for any log: a code that a telephone reads from paper.
/// </summary>
public sealed class PaperProof
{
    /// <summary>Size of a label key, in bytes.</summary>
    public const int LabelKeyBytes = 32;

    private readonly TlogProof proof;

    private PaperProof(TlogProof proof, byte[] commitment, byte[]? labelKey) => (this.proof, Commitment, LabelKey) = (proof, commitment, labelKey);

    /// <summary>The entry's commitment C, 32 bytes.</summary>
    public byte[] Commitment { get; }

    /// <summary>The label key, 32 bytes, or null.</summary>
    public byte[]? LabelKey { get; }

    /// <summary>Place of the entry in the log, counted from 0, as claimed.</summary>
    public long Index => proof.Index;

    /// <summary>Makes one from the proof that came with a receipt. Cosignatures stay behind, so that it fits.</summary>
    /// <param name="proof">The proof of the entry.</param>
    /// <param name="commitment">C of the entry, 32 bytes.</param>
    /// <param name="labelKey">The label key, 32 bytes; null leaves it out.</param>
    /// <param name="origin">The log's origin: whose signature is kept.</param>
    public static PaperProof Of(TlogProof proof, ReadOnlySpan<byte> commitment, byte[]? labelKey, string origin)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        return labelKey is null or { Length: LabelKeyBytes }
            ? new PaperProof(proof.Bare([.. LeafEntry.Of(commitment), .. labelKey ?? []], origin), commitment.ToArray(), labelKey)
            : throw new ArgumentException("A label key has 32 bytes.", nameof(labelKey));
    }

    /// <summary>Reads the text of a code; false for anything else. What it says is a claim until <see cref="TryVerify"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PaperProof? paper)
    {
        paper = TlogProof.TryParse(text, out var proof)
            && proof.Extra is { Length: LeafEntry.SizeBytes or LeafEntry.SizeBytes + LabelKeyBytes } extra
            && extra[0] == LeafEntry.Version
            ? new PaperProof(proof, extra[1..LeafEntry.SizeBytes], extra.Length == LeafEntry.SizeBytes ? null : extra[LeafEntry.SizeBytes..])
            : null;
        return paper is not null;
    }

    /// <summary>True when the log signed a tree that holds this leaf at this place.</summary>
    public bool TryVerify(NoteVerifier log, [NotNullWhen(true)] out Checkpoint? checkpoint) => proof.TryVerify(log, Commitment, out checkpoint);

    /// <summary>The text of the code.</summary>
    public override string ToString() => proof.ToString();
}
