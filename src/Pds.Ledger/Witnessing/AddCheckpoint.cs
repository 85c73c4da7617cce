using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pds.Ledger;

/// <summary>
/// The body of <c>add-checkpoint</c> (C2SP tlog-witness): what a log sends to a witness to have a checkpoint cosigned. Reading one says
/// nothing about signatures: <see cref="WitnessRule"/> judges it.
/// </summary>
public sealed class AddCheckpoint
{
    /// <summary>Name of the call below a witness's submission prefix.</summary>
    public const string Path = "add-checkpoint";

    /// <summary>Media type of the size that comes with 409.</summary>
    public const string SizeMediaType = "text/x.tlog.size";

    /// <summary>Consistency proof lines at most.</summary>
    public const int MaxProofLines = 63;

    /// <summary>Bodies of more bytes than this are refused: 64 KiB, which 63 hashes and the longest checkpoint fit into.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string OldWord = "old ";

    private AddCheckpoint(long oldSize, IReadOnlyList<byte[]> proof, string note, SignedNote signed) =>
        (OldSize, Proof, Note, Signed) = (oldSize, proof, note, signed);

    /// <summary>Size of the checkpoint that the sender believes the witness cosigned last; 0 for none.</summary>
    public long OldSize { get; }

    /// <summary>Hashes of the consistency proof from <see cref="OldSize"/>, 32 bytes each.</summary>
    public IReadOnlyList<byte[]> Proof { get; }

    /// <summary>The checkpoint as sent, its signatures unchecked.</summary>
    public string Note { get; }

    /// <summary>The first line of the checkpoint: the log it claims to be of.</summary>
    public string Origin => Signed.Text[..Signed.Text.IndexOf('\n', StringComparison.Ordinal)];

    internal SignedNote Signed { get; }

    /// <summary>A request for a checkpoint that extends the tree of <paramref name="oldSize"/> leaves.</summary>
    /// <param name="oldSize">Size the witness cosigned last; 0 for none.</param>
    /// <param name="proof">From that size to the checkpoint's; null when <paramref name="oldSize"/> is 0.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <exception cref="ArgumentException">The proof is not from that size to the checkpoint's.</exception>
    public static AddCheckpoint Of(long oldSize, ConsistencyProof? proof, Checkpoint checkpoint)
    {
        bool fits = oldSize == 0 ? proof is null : proof?.OldSize == oldSize && proof.NewSize == checkpoint.Size;
        return fits && SignedNote.TryParse(checkpoint.Note, out SignedNote? signed)
            ? new AddCheckpoint(oldSize, proof?.Path ?? [], checkpoint.Note, signed)
            : throw new ArgumentException("The proof is not from the old size to the checkpoint's.", nameof(proof));
    }

    /// <summary>Reads a body strictly: an <c>old</c> line, at most 63 hashes, an empty line, a signed note of at least three lines.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AddCheckpoint? request)
    {
        request = null;
        if (text is null
            || text.Length > MaxBytes
            || text.IndexOf("\n\n", StringComparison.Ordinal) is not (> 0 and var end)
            || text[..end].Split('\n') is not [var first, .. { Length: <= MaxProofLines } lines]
            || !first.StartsWith(OldWord, StringComparison.Ordinal)
            || !DecimalText.TryParse(first[OldWord.Length..], out long oldSize)
            || !TryParseProof(lines, out byte[][] proof))
        {
            return false;
        }

        string note = text[(end + 2)..];
        if (note.Length <= Checkpoint.MaxNoteLength
            && SignedNote.TryParse(note, out SignedNote? signed)
            && signed.Text.Split('\n') is [{ Length: > 0 }, _, _, .., ""])
        {
            request = new AddCheckpoint(oldSize, proof, note, signed);
        }

        return request is not null;
    }

    /// <summary>The body.</summary>
    public override string ToString()
    {
        StringBuilder text = new($"{OldWord}{DecimalText.Of(OldSize)}\n");
        foreach (byte[] hash in Proof)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(Note).ToString();
    }

    private static bool TryParseProof(string[] lines, out byte[][] proof)
    {
        proof = new byte[lines.Length][];
        for (int i = 0; i < lines.Length; i++)
        {
            if (!StandardBase64.TryDecode(lines[i], MerkleTree.HashBytes, out byte[]? hash))
            {
                return false;
            }

            proof[i] = hash;
        }

        return true;
    }
}
