using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A3: the log extends the checkpoint the auditor kept from before. The old root is derived from the leaves themselves, so no proof has to be
/// brought along.
/// </summary>
internal sealed class A3Previous
{
    /// <summary>What it found.</summary>
    public CheckReport Report { get; } = new("A3");

    /// <summary>Compares with the previous checkpoint.</summary>
    /// <param name="note">The signed note the auditor kept; null when there is none.</param>
    /// <param name="log">The log's key.</param>
    /// <param name="now">The checkpoint of the export.</param>
    /// <param name="leaves">The log's leaves.</param>
    public void Run(string? note, NoteVerifier log, Checkpoint now, BundleLeaves leaves)
    {
        if (note is null)
        {
            Report.Skip("no-previous-checkpoint");
            return;
        }

        Report.Look();
        if (!Checkpoint.TryOpen(note, log, out var previous))
        {
            Report.Fail(Fault.PreviousUnreadable, Severity.Tampered);
        }
        else if (previous.Size > now.Size)
        {
            Report.Fail(Fault.LogShrank, Severity.Tampered, leaf: now.Size);
        }
        else if (leaves.RootAt(previous.Size) is not { } root || !root.AsSpan().SequenceEqual(previous.Root))
        {
            Report.Fail(Fault.LogForked, Severity.Tampered);
        }
    }
}
