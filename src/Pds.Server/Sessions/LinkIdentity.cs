using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>
/// The first visit: whom the identity provider names is tied to the vault of the one-time code that was handed over at the counter or sent by
/// letter. Entered on the resident's chain before the session exists, by a salted digest and not by name.
/// </summary>
internal sealed class LinkIdentity(Recorder recorder, IIdentityCheck? identity)
{
    /// <summary>
    /// The session. CHALLENGE_NOT_ACCEPTED, IDENTITY_NOT_ACCEPTED, IDENTITY_PROVIDER_UNAVAILABLE; ENROLLMENT_CODE_NOT_ACCEPTED, which leaves the
    /// challenge good for another try; ALREADY_EXISTS for an identity that has a vault.
    /// </summary>
    public async ValueTask<Outcome<NewSession>> RunAsync(
        Organization host, string challenge, string idToken, string code, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await SignInRow.FindAsync(recorder.Rows, challenge, host.Id, now, cancellationToken).ConfigureAwait(false) is not { } begun)
        {
            return RefusalReason.ChallengeNotAccepted;
        }

        if (identity is null)
        {
            return RefusalReason.IdentityNotAccepted;
        }

        var verified = await identity.VerifyAsync(idToken, begun.Challenge, begun.MadeAt, cancellationToken).ConfigureAwait(false);
        if (verified is not Outcome<IdToken>.Done { Value: var token })
        {
            return ((Outcome<IdToken>.Refused)verified).Why;
        }

        var hash = EnrollmentCode.HashOf(code);
        if (await EnrollmentCodeRow.FindAsync(recorder.Rows, hash, cancellationToken).ConfigureAwait(false) is not { } found
            || found.Code.Resident is not { } resident
            || now >= found.Code.ExpiresAt
            || await NewSession.BeginAsync(
                recorder.Rows, resident, host, SignInKind.IdentityProvider, now, cancellationToken).ConfigureAwait(false) is not { } begin)
        {
            return RefusalReason.EnrollmentCodeNotAccepted;
        }

        var linked = new LinkedIdentity(token.Issuer, token.Subject, resident, RandomSource.Bytes(LinkedIdentity.SaltBytes), now);
        var (use, put) = (EnrollmentCodeRow.Use(hash, found.Version), LinkedIdentityRow.Put(linked));
        var entry = new IdentityLinked(now, linked.Issuer, linked.SubjectDigest, host.Id);
        var command = new Command([begun.Use, use, put, .. begin.Changes], [new EntryDraft(ChainId.Resident(resident), entry)]);

        // If the power fails before this line returns, either code and challenge still work, or the identity is linked and signs in from now on.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is not Recording.Conflict conflict ? begin.Made
            : conflict.Key == put.Key ? RefusalReason.AlreadyExists
            : conflict.Key == use.Key ? RefusalReason.EnrollmentCodeNotAccepted
            : conflict.Key == begun.Use.Key ? RefusalReason.ChallengeNotAccepted
            : RefusalReason.ConcurrentChange;
    }
}
