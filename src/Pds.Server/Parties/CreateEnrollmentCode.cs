using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>
/// A steward makes a one-time code for an organisation, to be handed over outside this system. For an active one it is a re-enrolment: entered
/// with who made it, good only while the certificate stands that it replaces, and what was asked under the old keys is not given to the new.
/// </summary>
internal sealed class CreateEnrollmentCode(Recorder recorder, StaffId? staff = null)
{
    /// <summary>
    /// The code and when it stops working. NotFound for an unknown organisation; MoveNotAllowed for a suspended one, and for an active one when
    /// nobody answers for it.
    /// </summary>
    public async ValueTask<Outcome<NewCode>> RunAsync(
        OrganizationId organization, OrganizationId? by, Alongside<NewCode>? alongside, CancellationToken cancellationToken)
    {
        var found = await OrganizationRow.FindAsync(recorder.Rows, organization, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return RefusalReason.NotFound;
        }

        if (found.State == OrganizationState.Suspended || (found.State == OrganizationState.Active && by is null))
        {
            return RefusalReason.MoveNotAllowed;
        }

        var now = recorder.Clock.GetUtcNow();
        var made = new NewCode(OpaqueId.New(EnrollmentCode.OrganizationPrefix), now + EnrollmentCode.Lifetime);
        var row = EnrollmentCodeRow.Put(new EnrollmentCode(EnrollmentCode.HashOf(made.Code), organization, null, made.ExpiresAt, found.CertificateSha256));
        var command = new Command(
            [row, .. alongside?.Invoke(made) ?? []],
            [new EntryDraft(ChainId.Organization(organization), new EnrollmentCodeIssued(now, organization, made.ExpiresAt, by) { Staff = staff })]);

        // If the power fails before this line returns, nobody knows the code: the steward asks again.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(made, RefusalReason.ConcurrentChange);
    }
}

/// <summary>A code just made; only its hash is stored.</summary>
/// <param name="Code">The code.</param>
/// <param name="ExpiresAt">When it stops working, UTC.</param>
internal sealed record NewCode(string Code, DateTimeOffset ExpiresAt)
{
    /// <summary>A code is a secret.</summary>
    public override string ToString() => nameof(NewCode);
}
