using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// An entry's evidence in one text file that verifies offline (<c>c2sp.org/tlog-proof@v1</c>): optional opening, index, inclusion
/// path, checkpoint. Reading gives an unverified proof; only the <c>TryVerify</c> methods give facts.
/// </summary>
public sealed class TlogProof
{
    /// <summary>First line of the text.</summary>
    public const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Index of the entry, as claimed.</summary>
    public long Index => throw new NotImplementedException();

    /// <summary>Opaque extra data (ours: an <see cref="EntryOpening"/> as JSON), or null. Authenticated by nothing until verified.</summary>
    public byte[]? Extra => throw new NotImplementedException();

    /// <summary>Joins the parts. The proof's size must be the checkpoint's.</summary>
    public static TlogProof Of(InclusionProof proof, Checkpoint checkpoint, EntryOpening? opening) => throw new NotImplementedException();

    /// <summary>Reads the text strictly.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TlogProof? proof) => throw new NotImplementedException();

    /// <summary>True when the log signed a tree that holds this commitment at <see cref="Index"/>.</summary>
    public bool TryVerify(NoteVerifier log, ReadOnlySpan<byte> commitment, [NotNullWhen(true)] out Checkpoint? checkpoint) => throw new NotImplementedException();

    /// <summary>True when the extra data opens an entry that the log holds at <see cref="Index"/>: then the body is what was recorded.</summary>
    public bool TryVerifyOpening(
        NoteVerifier log, [NotNullWhen(true)] out EntryOpening? opening, [NotNullWhen(true)] out Checkpoint? checkpoint) => throw new NotImplementedException();

    /// <summary>The text, ending in a newline.</summary>
    public override string ToString() => throw new NotImplementedException();
}
