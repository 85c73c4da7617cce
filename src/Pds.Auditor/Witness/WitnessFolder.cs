using System.Globalization;
using System.Text;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Witness;

/// <summary>The files of one witnessed log. Every write is whole or not at all, and durable when it returns.</summary>
internal sealed class WitnessFolder
{
    /// <summary>Pairs of roots kept as evidence for each log; one is enough to convict, and a hostile log must not fill the disk.</summary>
    public const int MaxEvidence = 100;

    private const string LastName = "last", ServedName = "checkpoint", EvidenceName = "evidence";

    /// <summary>Opens or makes the folder of an origin below the witness's state directory.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public WitnessFolder(string state, string origin)
    {
        Path = System.IO.Path.Combine(state, NameOf(origin));
        foreach (var folder in (string[])[Path, Of(EvidenceName)])
        {
            Directory.CreateDirectory(folder);
            DurableFile.SyncDirectory(System.IO.Path.GetDirectoryName(folder)!);
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The folder's name: SHA-256 of the origin in lower-case hex, which is also its place below the monitoring prefix (tlog-witness).</summary>
    public static string NameOf(string origin) => Convert.ToHexStringLower(Sha256.Hash(Encoding.UTF8.GetBytes(origin)));

    /// <summary>The checkpoint cosigned last, or about to be when the power failed; null for a log never cosigned.</summary>
    /// <exception cref="InvalidDataException">The file is there and is not signed by a trusted key.</exception>
    public Checkpoint? ReadLast(IReadOnlyList<NoteVerifier> keys) => Read(LastName, keys);

    /// <summary>The checkpoint that is served; null for none.</summary>
    /// <exception cref="InvalidDataException">The file is there and is not signed by a trusted key.</exception>
    public Checkpoint? ReadServed(IReadOnlyList<NoteVerifier> keys) => Read(ServedName, keys);

    /// <summary>The text that is served; null for none.</summary>
    public string? ReadServedText() => File.Exists(Of(ServedName)) ? File.ReadAllText(Of(ServedName)) : null;

    /// <summary>Makes a checkpoint the one to follow from.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public void WriteLast(Checkpoint checkpoint) => Write(Of(LastName), checkpoint.Note);

    /// <summary>Shows a cosigned checkpoint to everybody.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public void WriteServed(Checkpoint cosigned) => Write(Of(ServedName), cosigned.Note);

    /// <summary>Keeps two signed roots of one size: each file is a whole note, so that anybody can check both signatures.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public void KeepEvidence(Checkpoint known, Checkpoint other)
    {
        var pair = System.IO.Path.Combine(
            Of(EvidenceName), other.Size.ToString(CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(other.Root.AsSpan(0, 8)));
        if (!File.Exists(pair + ".other") && Directory.EnumerateFiles(Of(EvidenceName), "*.other").Take(MaxEvidence).Count() < MaxEvidence)
        {
            Write(pair + ".known", known.Note);
            Write(pair + ".other", other.Note);
        }
    }

    private Checkpoint? Read(string name, IReadOnlyList<NoteVerifier> keys)
    {
        if (!File.Exists(Of(name)))
        {
            return null;
        }

        var note = File.ReadAllText(Of(name));
        foreach (var key in keys)
        {
            if (Checkpoint.TryOpen(note, key, out var checkpoint))
            {
                return checkpoint;
            }
        }

        throw new InvalidDataException(
            $"{Of(name)} is not a checkpoint signed by a key given for its log. Give the log's key with --log, or look who changed the file.");
    }

    private static void Write(string file, string note) => DurableFile.WriteAtomically(file, Encoding.UTF8.GetBytes(note), DurableFile.Public);

    private string Of(string name) => System.IO.Path.Combine(Path, name);
}
