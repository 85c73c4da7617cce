using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Puts controls in force. They become a version with an entry over their bytes, so that an auditor knows which ones held when a purpose
/// was approved; what was approved before stays approved, and the next report shows it broken.
/// </summary>
public sealed class PublishControls(Recorder recorder)
{
    /// <summary>Publishes; without effect when the same controls are in force already.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<ControlsInForce> RunAsync(ControlSet set, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        var before = await ControlsRow.FindAsync(recorder.Rows, cancellationToken).ConfigureAwait(false);
        if (before.Version > 0 && before.Set.Bytes.AsSpan().SequenceEqual(set.Bytes))
        {
            return before;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var entry = new ControlsPublished(now, ControlsRow.IdOf(before.Version + 1), set.Digest);

        // If the power fails before this command is durable, the controls before are in force, and the next start publishes again.
        var recording = await recorder.RecordAsync(
            new Command(ControlsRow.Put(set, before), [new EntryDraft(ChainId.Operator, entry)]), cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done
            ? new ControlsInForce(set, before.Version + 1, before.RowVersion + 1)
            : throw new InvalidOperationException("Two starts published controls at once.");
    }
}
