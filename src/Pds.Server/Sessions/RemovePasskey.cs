using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>Ends a passkey. Stopping is easy: any living session may.</summary>
internal sealed class RemovePasskey(Recorder recorder)
{
    /// <summary>NOT_FOUND for another's and for none; CONCURRENT_CHANGE when it was used in this moment.</summary>
    public async ValueTask<Outcome<Passkey>> RunAsync(
        LiveSession session, byte[] credentialId, IReadOnlyList<Change> alongside, CancellationToken cancellationToken)
    {
        var passkey = await PasskeyRow.FindAsync(recorder.Rows, credentialId, cancellationToken).ConfigureAwait(false);
        if (passkey?.Resident != session.Resident)
        {
            return RefusalReason.NotFound;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var entry = new PasskeyRemoved(now, passkey.Key.Jkt, session.Host);
        var command = new Command(
            [PasskeyRow.Put(passkey with { RemovedAt = now }), ResidentRow.Stands(session.Resident), .. alongside], [new EntryDraft(ChainId.Resident(session.Resident), entry)]);

        // If the power fails before this line returns, it may still stand; the resident was not told otherwise.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done ? passkey : RefusalReason.ConcurrentChange;
    }
}
