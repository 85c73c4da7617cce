using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>
/// Ends a sign-in: the identity provider or a passkey says who answered the challenge, and never the host. A session is no act, so that it leaves
/// no entry: what is done in it does.
/// </summary>
internal sealed class CreateSession(Recorder recorder, IIdentityCheck? identity, PasskeyRules? passkeys)
{
    /// <summary>By an ID token. CHALLENGE_NOT_ACCEPTED, IDENTITY_NOT_ACCEPTED, IDENTITY_NOT_LINKED, IDENTITY_PROVIDER_UNAVAILABLE.</summary>
    public async ValueTask<Outcome<NewSession>> WithIdTokenAsync(Organization host, string challenge, string idToken, CancellationToken cancellationToken)
    {
        var now = recorder.Clock.GetUtcNow();
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

        return await LinkedIdentityRow.FindAsync(recorder.Rows, token.Issuer, token.Subject, cancellationToken).ConfigureAwait(false) is { } linked
            ? await BeginAsync(
                host, begun, linked.Resident, SignInKind.IdentityProvider,
                new Change.Require(LinkedIdentityRow.Key(linked.Issuer, linked.Subject), linked.RowVersion), now, cancellationToken).ConfigureAwait(false)
            : RefusalReason.IdentityNotLinked;
    }

    /// <summary>By a passkey. CHALLENGE_NOT_ACCEPTED, PASSKEY_NOT_ACCEPTED.</summary>
    public async ValueTask<Outcome<NewSession>> WithPasskeyAsync(
        Organization host, string challenge, PasskeyAnswer answer, CancellationToken cancellationToken)
    {
        var now = recorder.Clock.GetUtcNow();
        if (await SignInRow.FindAsync(recorder.Rows, challenge, host.Id, now, cancellationToken).ConfigureAwait(false) is not { } begun)
        {
            return RefusalReason.ChallengeNotAccepted;
        }

        return passkeys is not null
            && await PasskeyRow.FindAsync(recorder.Rows, answer.CredentialId, cancellationToken).ConfigureAwait(false) is { } passkey
            && answer.IsBy(passkey.Key, begun.Challenge, passkeys, out var count)
            && passkey.After(answer, count, now) is { } used
            ? await BeginAsync(host, begun, passkey.Resident, SignInKind.Passkey, PasskeyRow.Put(used), now, cancellationToken).ConfigureAwait(false)
            : RefusalReason.PasskeyNotAccepted;
    }

    private async ValueTask<Outcome<NewSession>> BeginAsync(
        Organization host, BegunSignIn begun, ResidentId resident, SignInKind kind, Change factor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await NewSession.BeginAsync(recorder.Rows, resident, host, kind, now, cancellationToken).ConfigureAwait(false) is not { } begin)
        {
            return RefusalReason.IdentityNotAccepted;
        }

        // If the power fails before this line returns, the challenge still works, or a session nobody knows the secret of expires in 20 minutes.
        var recording = await recorder.RecordAsync(new Command([begun.Use, factor, .. begin.Changes], []), cancellationToken).ConfigureAwait(false);
        return recording is Recording.Conflict conflict
            ? conflict.Key == begun.Use.Key ? RefusalReason.ChallengeNotAccepted : RefusalReason.ConcurrentChange
            : begin.Made;
    }
}
