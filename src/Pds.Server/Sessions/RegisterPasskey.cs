using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Identity;
using Pds.Server.Parties;

namespace Pds.Server.Sessions;

/// <summary>
/// Registers a passkey: from then on its owner's finger agrees to documents, so that the sign-in must be minutes old, and the key is entered on
/// the resident's chain before it can sign anything.
/// </summary>
internal sealed class RegisterPasskey(Recorder recorder, PasskeyRules? rules)
{
    /// <summary>
    /// The passkey. FRESH_SIGN_IN_REQUIRED, CHALLENGE_NOT_ACCEPTED, PASSKEY_NOT_ACCEPTED, LIMIT_EXCEEDED for more than
    /// <see cref="Passkey.MaxOfOne"/>, ALREADY_EXISTS.
    /// </summary>
    public async ValueTask<Outcome<Passkey>> RunAsync(
        LiveSession session, string challenge, byte[] clientData, byte[] attestation, string name, Alongside<Passkey> alongside,
        CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (now >= session.SignedInAt + LiveSession.Fresh)
        {
            return RefusalReason.FreshSignInRequired;
        }

        if (await SignInRow.FindAsync(recorder.Rows, challenge, session.Host, now, cancellationToken).ConfigureAwait(false) is not { } begun)
        {
            return RefusalReason.ChallengeNotAccepted;
        }

        if (rules is null
            || !rules.IsClientData(clientData, "webauthn.create", begun.Challenge)
            || !Attestation.TryRead(attestation, out var data)
            || data is not { IsByThePerson: true, CredentialId: { } id, Key: { } key }
            || !data.IsFor(rules.RpId))
        {
            return RefusalReason.PasskeyNotAccepted;
        }

        if ((await PasskeyRow.OfResidentAsync(recorder.Rows, session.Resident, cancellationToken).ConfigureAwait(false)).Count >= Passkey.MaxOfOne)
        {
            return RefusalReason.LimitExceeded;
        }

        var passkey = new Passkey { CredentialId = id, Resident = session.Resident, Key = key, Name = name, RegisteredAt = now, Count = data.Count };
        var put = PasskeyRow.Put(passkey);
        var entry = new PasskeyRegistered(now, key.Jkt, rules.RpId, session.Host);
        var command = new Command([begun.Use, put, ResidentRow.Stands(session.Resident), .. alongside(passkey)], [new EntryDraft(ChainId.Resident(session.Resident), entry)]);

        // If the power fails before this line returns, either the challenge still works or the passkey stands; a repeat tells which.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is not Recording.Conflict conflict ? passkey
            : conflict.Key == put.Key ? RefusalReason.AlreadyExists
            : conflict.Key == begun.Use.Key ? RefusalReason.ChallengeNotAccepted
            : RefusalReason.ConcurrentChange;
    }
}
