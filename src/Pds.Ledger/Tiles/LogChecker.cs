using System.Text;

namespace Pds.Ledger;

/// <summary>
/// Re-derives a published log from its files, trusting only the vkey, and names the first file and byte that does not fit (I-24).
/// Trust flows downwards, so a fault is where it is named: the key signs the root, the root holds the right edge, each level of
/// tiles holds the level below, level 0 holds the entries. Partial files that were published on the way are checked last.
/// One checker may check a growing log again and again: what it has derived it need not derive twice. Safe to share between threads.
/// </summary>
/// <param name="log">The log's public key.</param>
public sealed class LogChecker(NoteVerifier log)
{
    private readonly VerifiedFiles tiles = new();
    private readonly VerifiedFiles bundles = new();

    /// <summary>Checks every file of the log below <paramref name="directory"/>; other files there are none of its business.</summary>
    public static LogCheck Check(string directory, NoteVerifier log) => new LogChecker(log).Check(new LogDirectory(directory));

    /// <summary>Checks every file of a log.</summary>
    public LogCheck Check(ILogFiles files)
    {
        if (files.Read(LogDirectory.CheckpointName) is not { } note)
        {
            return new LogCheck.Faulty(LogDirectory.CheckpointName, 0, "The file is missing.");
        }

        // Bytes that are not UTF-8 become replacement characters here; the second test refuses them wherever they stood.
        if (!Checkpoint.TryOpen(Encoding.UTF8.GetString(note), log, out Checkpoint? checkpoint)
            || !note.AsSpan().SequenceEqual(SignedNote.Bytes(checkpoint.Note)))
        {
            return new LogCheck.Faulty(LogDirectory.CheckpointName, 0, $"It is not a checkpoint signed by {log}.");
        }

        LogWalk walk = new(files, checkpoint, tiles, bundles);
        return walk.CheckNames() ?? walk.CheckRightEdge() ?? walk.CheckLevels() ?? walk.CheckSuperseded()
            ?? (LogCheck)new LogCheck.Sound(checkpoint, walk.Beyond);
    }
}
