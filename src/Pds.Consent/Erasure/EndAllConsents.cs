using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Ends every open consent of a resident who ordered an erasure: withdrawn where given, declined where asked, by the same acts as when she does it
/// one by one, so that shares, capsules and public statuses go with each. May be cut off anywhere and run again.
/// </summary>
public sealed class EndAllConsents(Recorder recorder, WithdrawConsent withdraw, DeclineConsent decline)
{
    private const int PageRows = 100;
    private const int MaxTries = 64;

    /// <summary>Ends them. First her references go, so that nobody can ask anything new behind the one who ends.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now; run it again.</exception>
    public async ValueTask RunAsync(ResidentId resident, CancellationToken cancellationToken = default)
    {
        while (await ReferenceRow.OfResidentAsync(recorder.Rows, resident, PageRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } references)
        {
            await recorder.RecordAsync(new Command([.. references.SelectMany(ReferenceRow.Remove)], []), cancellationToken).ConfigureAwait(false);
        }

        long after = 0;
        while (await GrantRow.OfResidentAsync(recorder.Rows, resident, after, PageRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var grant in page.Where(grant => !StateTable.IsFinal(grant.State)))
            {
                await EndAsync(grant, cancellationToken).ConfigureAwait(false);
            }

            after = page[^1].Ordinal;
        }
    }

    // What somebody else moved meanwhile, such as time running out, is looked at again: only an end is enough.
    private async ValueTask EndAsync(Grant? grant, CancellationToken cancellationToken)
    {
        for (var attempt = 0; grant is not null && !StateTable.IsFinal(grant.State); attempt++)
        {
            if (attempt == MaxTries)
            {
                throw new InvalidDataException("A consent of an erased resident does not end: something of it was changed at rest.");
            }

            var act = new ResidentAct { Resident = grant.Resident, Grant = grant.Id };
            var outcome = grant.State == GrantState.Requested
                ? await decline.RunAsync(act, cancellationToken).ConfigureAwait(false)
                : await withdraw.RunAsync(act, cancellationToken).ConfigureAwait(false);
            if (outcome is Outcome<ConsentAct>.Refused { Reason: RefusalReason.ClockNotTrustworthy })
            {
                throw new LedgerUnavailableException("The clock stands before the last entry of the ledger. Set the clock.");
            }

            grant = await GrantRow.FindAsync(recorder.Rows, grant.Id, cancellationToken).ConfigureAwait(false);
        }
    }
}
