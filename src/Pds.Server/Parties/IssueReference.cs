using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>The resident's pairwise reference for one organisation, made on first use. Other organisations get references that cannot be linked.</summary>
internal sealed class IssueReference(Recorder recorder)
{
    /// <summary>The reference; the same one each time. NotFound for an unknown organisation.</summary>
    public async ValueTask<Outcome<Reference>> RunAsync(ResidentId resident, OrganizationId organization, CancellationToken cancellationToken)
    {
        if (await OrganizationRow.FindAsync(recorder.Rows, organization, cancellationToken).ConfigureAwait(false) is null)
        {
            return RefusalReason.NotFound;
        }

        if (await ReferenceRow.FindAsync(recorder.Rows, resident, organization, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        var made = new Reference(ResidentRef.New(), resident, organization);
        var entry = new ReferenceIssued(recorder.Clock.GetUtcNow(), made.Ref, organization);
        var command = new Command([ResidentRow.Stands(resident), .. ReferenceRow.Put(made)], [new EntryDraft(ChainId.Resident(resident), entry)]);

        // Two devices may race here: one insert wins, and the other reads what it wrote.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done ? made
            : await ReferenceRow.FindAsync(recorder.Rows, resident, organization, cancellationToken).ConfigureAwait(false) is { } theirs ? theirs
            : RefusalReason.ConcurrentChange;
    }
}
