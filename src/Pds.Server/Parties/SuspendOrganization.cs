using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>A steward stops an organisation at once: its calls, and every delivery under its consents (gate rule 11).</summary>
internal sealed class SuspendOrganization(Recorder recorder, StaffId? staff = null)
{
    /// <summary>The organisation, SUSPENDED. NotFound, EtagMismatch; MoveNotAllowed when it is suspended already.</summary>
    public async ValueTask<Outcome<Organization>> RunAsync(
        OrganizationId id, string reasonJa, long rowVersion, OrganizationId by, Alongside<Organization>? alongside, CancellationToken cancellationToken)
    {
        var found = await OrganizationRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return RefusalReason.NotFound;
        }

        if (found.RowVersion != rowVersion)
        {
            return RefusalReason.EtagMismatch;
        }

        if (found.State == OrganizationState.Suspended)
        {
            return RefusalReason.MoveNotAllowed;
        }

        var suspended = found with { State = OrganizationState.Suspended };
        var result = suspended with { RowVersion = found.RowVersion + 1 };
        var command = new Command(
            [OrganizationRow.Put(suspended), .. alongside?.Invoke(result) ?? []],
            [new EntryDraft(ChainId.Organization(id), new OrganizationSuspended(recorder.Clock.GetUtcNow(), id, reasonJa, by) { Staff = staff })]);

        // If the power fails before this line returns and the command is durable, the organisation is stopped although the steward was not told.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(result, RefusalReason.EtagMismatch);
    }
}
