using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// A log's signed word on its size and root (C2SP tlog-checkpoint). One exists only where its signature was checked or made:
/// there is no unverified checkpoint.
/// </summary>
public sealed class Checkpoint
{
    /// <summary>Notes of more characters than this are refused: 16 Ki.</summary>
    public const int MaxNoteLength = 16 * 1024;

    private readonly byte[] root;

    private Checkpoint(string origin, long size, byte[] root, string note) => (Origin, Size, this.root, Note) = (origin, size, root, note);

    /// <summary>Which log.</summary>
    public string Origin { get; }

    /// <summary>Number of leaves.</summary>
    public long Size { get; }

    /// <summary>Root hash, 32 bytes.</summary>
    public byte[] Root => [.. root];

    /// <summary>The whole signed note, cosignatures included, as published and handed on verbatim.</summary>
    public string Note { get; }

    /// <summary>The text that log and witnesses sign: origin, size and root, a line each.</summary>
    internal string Text => $"{Origin}\n{DecimalText.Of(Size)}\n{Convert.ToBase64String(root)}\n";

    /// <summary>Signs size and root under the signer's name as origin. Whoever calls this has made sure the root extends all it signed before.</summary>
    public static Checkpoint Sign(NoteSigner log, long size, ReadOnlySpan<byte> root)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(root.Length, MerkleTree.HashBytes);
        string origin = log.Verifier.Name;
        string note = log.Sign($"{origin}\n{DecimalText.Of(size)}\n{Convert.ToBase64String(root)}\n");
        return new Checkpoint(origin, size, root.ToArray(), note);
    }

    /// <summary>
    /// Opens a note: its signature by <paramref name="log"/> first, then its three lines. The origin must be the key's name.
    /// Extension lines are refused: nobody audits them.
    /// </summary>
    public static bool TryOpen([NotNullWhen(true)] string? note, NoteVerifier log, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (note?.Length > MaxNoteLength
            || !SignedNote.TryParse(note, out SignedNote? signed)
            || !signed.IsSignedBy(log)
            || signed.Text.Split('\n') is not [var origin, var sizeText, var rootText, ""]
            || origin != log.Name
            || !DecimalText.TryParse(sizeText, out long size)
            || !StandardBase64.TryDecode(rootText, MerkleTree.HashBytes, out byte[]? root)
            || (size == 0 && !root.AsSpan().SequenceEqual(MerkleTree.EmptyRoot())))
        {
            return false;
        }

        checkpoint = new Checkpoint(origin, size, root, note!);
        return true;
    }

    /// <summary>True when both say the same: one origin, one size, one root. Their signatures may differ.</summary>
    public bool IsSameTreeAs(Checkpoint other) => Origin == other.Origin && Size == other.Size && root.AsSpan().SequenceEqual(other.root);

    /// <summary>
    /// The newest valid cosignature of this witness; false when there is none, and also when there is a bad one beside it: one bad line of a
    /// known key spoils the note (C2SP signed-note).
    /// </summary>
    public bool TryFindCosignature(CosignatureVerifier witness, [NotNullWhen(true)] out Cosignature? cosignature)
    {
        cosignature = null;
        if (SignedNote.TryParse(Note, out SignedNote? signed) && signed.WordOf(witness, out IReadOnlyList<Cosignature> found) == NoteWord.Valid)
        {
            cosignature = found.MaxBy(one => one.Time);
        }

        return cosignature is not null;
    }

    /// <summary>This checkpoint with one more line below it.</summary>
    /// <exception cref="ArgumentException">The cosignature is over another checkpoint, or the note would be longer than <see cref="MaxNoteLength"/>.</exception>
    public Checkpoint With(Cosignature cosignature) =>
        TryAdd(cosignature.Line, cosignature.Witness, out Checkpoint? cosigned, out _)
            ? cosigned
            : throw new ArgumentException("The cosignature does not belong to this checkpoint, or there are too many.", nameof(cosignature));

    /// <summary>
    /// Takes this witness's cosignature out of its answer to <c>add-checkpoint</c>. Lines of other keys in the answer are left behind.
    /// </summary>
    /// <param name="lines">The answer: signature lines, each ending in a newline.</param>
    /// <param name="witness">The witness that was asked.</param>
    /// <param name="cosigned">This checkpoint with the cosignature below it.</param>
    /// <param name="cosignature">The newest cosignature of the answer.</param>
    public bool TryAdd(
        string lines, CosignatureVerifier witness, [NotNullWhen(true)] out Checkpoint? cosigned, [NotNullWhen(true)] out Cosignature? cosignature)
    {
        (cosigned, cosignature) = (null, null);
        if (lines.Length > MaxNoteLength
            || !SignedNote.TryParse($"{Text}\n{lines}", out SignedNote? answer)
            || answer.WordOf(witness, out IReadOnlyList<Cosignature> found) != NoteWord.Valid)
        {
            return false;
        }

        cosignature = found.MaxBy(one => one.Time)!;
        string note = Note.Contains("\n" + cosignature.Line, StringComparison.Ordinal) ? Note : Note + cosignature.Line;
        cosigned = note.Length <= MaxNoteLength && SignedNote.TryParse(note, out _) ? new Checkpoint(Origin, Size, root, note) : null;
        return cosigned is not null;
    }

    /// <summary>Origin and size.</summary>
    public override string ToString() => $"{Origin} {DecimalText.Of(Size)}";
}
