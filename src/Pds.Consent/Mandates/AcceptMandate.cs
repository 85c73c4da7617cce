using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The one who is to act takes the mandate on. The entry holds digests of the identities by which she may sign from now on.</summary>
public sealed class AcceptMandate(Recorder recorder)
{
    /// <summary>
    /// Does it. Refuses with NOT_FOUND (another's too), MOVE_NOT_ALLOWED (accepted, ended, or offered too long ago), CONCURRENT_CHANGE or
    /// CLOCK_NOT_TRUSTWORTHY.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Mandate>> RunAsync(
        ResidentId actor, MandateId id, OrganizationId through, Func<Mandate, IReadOnlyList<Change>> alongside, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alongside);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await MandateRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } mandate || mandate.Actor != actor)
        {
            return RefusalReason.NotFound;
        }

        if (mandate.State != MandateState.Offered || !mandate.IsOpen(now))
        {
            return RefusalReason.MoveNotAllowed;
        }

        var linked = await LinkedIdentityRow.OfResidentAsync(recorder.Rows, actor, cancellationToken).ConfigureAwait(false);
        var identities = linked.Select(one => Mandate.IdentityDigest(id, one.SubjectDigest)).ToList();
        var accepted = mandate with { State = MandateState.Active, Identities = [.. identities.Select(digest => Base64Url.Encode(digest))] };
        var made = accepted with { RowVersion = mandate.RowVersion + 1 };
        var recording = await recorder.RecordAsync(
            new Command(
                [ResidentRow.Stands(actor), ResidentRow.Stands(mandate.Resident), MandateRow.Put(accepted), .. alongside(made)],
                [new EntryDraft(ChainId.Resident(mandate.Resident), new MandateAccepted(now, id, identities, through))]),
            cancellationToken).ConfigureAwait(false);

        // If power fails before this line the offer waits, or it was accepted and the next page says so.
        return recording is Recording.Done ? made : RefusalReason.ConcurrentChange;
    }
}
