using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Staff;

/// <summary>
/// A steward ends a person's work here. Every call of hers that begins afterwards is refused, because each looks at her row; her sign-in and her
/// sessions go with it in the same transaction.
/// </summary>
internal sealed class RemoveStaff(Recorder recorder)
{
    /// <summary>The person, removed. NOT_FOUND; MOVE_NOT_ALLOWED when she left before.</summary>
    public async ValueTask<Outcome<StaffMember>> RunAsync(
        StaffId person, OrganizationId by, Alongside<StaffMember> alongside, CancellationToken cancellationToken)
    {
        if (await StaffRow.FindAsync(recorder.Rows, person, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return RefusalReason.NotFound;
        }

        if (found.Removed)
        {
            return RefusalReason.MoveNotAllowed;
        }

        var removed = found with { Removed = true };
        var identities = await StaffIdentityRow.OfPersonAsync(recorder.Rows, person, cancellationToken).ConfigureAwait(false);
        var sessions = await StaffSessionRow.OfPersonAsync(recorder.Rows, person, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Change> written = [StaffRow.Put(removed), .. alongside(removed)];
        var room = Command.MaxChanges - written.Count;
        var command = new Command(
            [.. written, .. identities.Concat(sessions).Take(room).Select(key => new Change.Delete(key))],
            [new EntryDraft(ChainId.Operator, new StaffRemoved(Instant.Truncate(recorder.Clock.GetUtcNow()), person, by))]);

        // If the power fails before this line returns and the command is durable, she is out although the steward was not told; a repeat tells.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(removed with { RowVersion = found.RowVersion + 1 }, RefusalReason.ConcurrentChange);
    }
}
