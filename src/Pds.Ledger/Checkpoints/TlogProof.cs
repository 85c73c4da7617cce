using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pds.Ledger;

/// <summary>
/// An entry's evidence in one text file that verifies offline (<c>c2sp.org/tlog-proof@v1</c>): optional opening, index, inclusion
/// path, checkpoint. Reading gives an unverified proof; only the <c>TryVerify</c> methods give facts.
/// </summary>
public sealed class TlogProof
{
    /// <summary>First line of the text.</summary>
    public const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Texts of more characters than this are refused: 256 Ki.</summary>
    public const int MaxLength = 256 * 1024;

    private const string ExtraWord = "extra ";
    private const string IndexWord = "index ";

    private readonly IReadOnlyList<byte[]> path;
    private readonly string note;

    private TlogProof(byte[]? extra, long index, IReadOnlyList<byte[]> path, string note) =>
        (Extra, Index, this.path, this.note) = (extra, index, path, note);

    /// <summary>Index of the entry, as claimed.</summary>
    public long Index { get; }

    /// <summary>Opaque extra data (ours: an <see cref="EntryOpening"/> as JSON), or null. Authenticated by nothing until verified.</summary>
    public byte[]? Extra { get; }

    /// <summary>Joins the parts.</summary>
    /// <exception cref="ArgumentException">The proof is for another size than the checkpoint's.</exception>
    public static TlogProof Of(InclusionProof proof, Checkpoint checkpoint, EntryOpening? opening) => proof.Size == checkpoint.Size
        ? new TlogProof(opening?.ToJson(), proof.Index, proof.Path, checkpoint.Note)
        : throw new ArgumentException("The proof is for another size than the checkpoint's.", nameof(proof));

    /// <summary>Reads the text strictly: these lines in this order, each value in its one spelling.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        if (text is null
            || text.Length > MaxLength
            || text.IndexOf("\n\n", StringComparison.Ordinal) is not (> 0 and var end)
            || text[..end].Split('\n') is not [Header, .. var lines])
        {
            return false;
        }

        byte[]? extra = null;
        if (lines is [var first, ..] && first.StartsWith(ExtraWord, StringComparison.Ordinal))
        {
            if (!StandardBase64.TryDecode(first[ExtraWord.Length..], out extra))
            {
                return false;
            }

            lines = lines[1..];
        }

        if (lines is not [var indexLine, .. var pathLines]
            || !indexLine.StartsWith(IndexWord, StringComparison.Ordinal)
            || !DecimalText.TryParse(indexLine[IndexWord.Length..], out long index)
            || !TryParsePath(pathLines, out byte[][] path))
        {
            return false;
        }

        proof = new TlogProof(extra, index, path, text[(end + 2)..]);
        return true;
    }

    /// <summary>True when the log signed a tree that holds this commitment (32 bytes) at <see cref="Index"/>.</summary>
    public bool TryVerify(NoteVerifier log, ReadOnlySpan<byte> commitment, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        bool proved = Checkpoint.TryOpen(note, log, out checkpoint) && Holds(checkpoint, commitment);
        checkpoint = proved ? checkpoint : null;
        return proved;
    }

    /// <summary>True when a log of the policy signed, and its quorum cosigned, a tree that holds this commitment (32 bytes) at <see cref="Index"/>.</summary>
    public bool TryVerify(LogPolicy policy, ReadOnlySpan<byte> commitment, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        bool proved = policy.TryOpen(note, out checkpoint) && Holds(checkpoint, commitment);
        checkpoint = proved ? checkpoint : null;
        return proved;
    }

    /// <summary>True when the extra data opens an entry that the log holds at <see cref="Index"/>: then the body is what was recorded.</summary>
    public bool TryVerifyOpening(
        NoteVerifier log, [NotNullWhen(true)] out EntryOpening? opening, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        bool proved = EntryOpening.TryParse(Extra, out opening) && TryVerify(log, opening.ToCommitment(), out checkpoint);
        opening = proved ? opening : null;
        return proved;
    }

    /// <summary>The text.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Header + "\n");
        if (Extra is not null)
        {
            text.Append(ExtraWord).Append(Convert.ToBase64String(Extra)).Append('\n');
        }

        text.Append(IndexWord).Append(DecimalText.Of(Index)).Append('\n');
        foreach (byte[] hash in path)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(note).ToString();
    }

    /// <summary>The same proof with other extra data and with the signatures of one name only: as short as it can be and still verify.</summary>
    internal TlogProof Bare(byte[] extra, string name)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal) + 2;
        var kept = note[end..].Split('\n').Where(line => line.StartsWith($"\u2014 {name} ", StringComparison.Ordinal));
        return new TlogProof(extra, Index, path, note[..end] + string.Concat(kept.Select(line => line + "\n")));
    }

    private bool Holds(Checkpoint checkpoint, ReadOnlySpan<byte> commitment) => commitment.Length == Commitment.SizeBytes
        && new InclusionProof(Index, checkpoint.Size, path).Verify(LeafEntry.Hash(commitment), checkpoint.Root);

    private static bool TryParsePath(string[] lines, out byte[][] path)
    {
        path = new byte[lines.Length][];
        for (int i = 0; i < lines.Length; i++)
        {
            if (i == InclusionProof.MaxPathLength || !StandardBase64.TryDecode(lines[i], MerkleTree.HashBytes, out byte[]? hash))
            {
                return false;
            }

            path[i] = hash;
        }

        return true;
    }
}
