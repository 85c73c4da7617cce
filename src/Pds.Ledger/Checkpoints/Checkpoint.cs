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

    /// <summary>The whole signed note, as published and handed on verbatim.</summary>
    public string Note { get; }

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

    /// <summary>Origin and size.</summary>
    public override string ToString() => $"{Origin} {DecimalText.Of(Size)}";
}
