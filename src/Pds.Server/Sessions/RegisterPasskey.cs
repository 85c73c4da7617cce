using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Identity;
using Pds.Server.Parties;

namespace Pds.Server.Sessions;

/// <summary>
/// Registers a passkey: from then on its owner's finger agrees to documents, so that she agrees to this very key first, by a fresh sign-in or a
/// passkey of before; a host alone cannot plant one. The key is entered on the resident's chain, with her evidence, before it can sign anything.
/// </summary>
internal sealed class RegisterPasskey(Recorder recorder, PasskeyRules? rules, AcceptActEvidence accept)
{
    /// <summary>
    /// The passkey. CHALLENGE_NOT_ACCEPTED, PASSKEY_NOT_ACCEPTED, FRESH_SIGN_IN_REQUIRED without evidence, EVIDENCE_NOT_ACCEPTED,
    /// IDENTITY_PROVIDER_UNAVAILABLE, LIMIT_EXCEEDED for more than <see cref="Passkey.MaxOfOne"/>, ALREADY_EXISTS.
    /// </summary>
    public async ValueTask<Outcome<Passkey>> RunAsync(
        LiveSession session, NewPasskey made, Evidence? evidence, Alongside<Passkey> alongside, CancellationToken cancellationToken)
    {
        var (challenge, clientData, attestation, name) = made;
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
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

        if (evidence is null)
        {
            return RefusalReason.FreshSignInRequired;
        }

        var act = ActDocument.RegisterPasskey(recorder.Origin, key.Jkt, rules.RpId, challenge);
        var accepted = await accept.RunAsync(session.Resident, null, act, evidence, begun.MadeAt, cancellationToken).ConfigureAwait(false);
        if (accepted is not Outcome<AcceptedAct>.Done { Value: var agreed })
        {
            return ((Outcome<AcceptedAct>.Refused)accepted).Why;
        }

        if ((await PasskeyRow.OfResidentAsync(recorder.Rows, session.Resident, cancellationToken).ConfigureAwait(false)).Count >= Passkey.MaxOfOne)
        {
            return RefusalReason.LimitExceeded;
        }

        var passkey = new Passkey { CredentialId = id, Resident = session.Resident, Key = key, Name = name, RegisteredAt = now, Count = data.Count };
        var put = PasskeyRow.Put(passkey);
        var entry = new PasskeyRegistered(now, key.Jkt, rules.RpId, session.Host)
        {
            DocumentDigest = agreed.Digest, EvidenceType = agreed.EvidenceType, EvidenceDigest = agreed.EvidenceDigest,
        };
        var command = new Command(
            [begun.Use, put, ResidentRow.Stands(session.Resident), .. agreed.Changes, .. alongside(passkey)],
            [new EntryDraft(ChainId.Resident(session.Resident), entry)]);

        // If the power fails before this line returns, either the challenge still works or the passkey stands; a repeat tells which.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is not Recording.Conflict conflict ? passkey
            : conflict.Key == put.Key ? RefusalReason.AlreadyExists
            : conflict.Key == begun.Use.Key ? RefusalReason.ChallengeNotAccepted
            : RefusalReason.ConcurrentChange;
    }
}

/// <summary>What a browser says it made. Exact bytes, not checked yet.</summary>
/// <param name="Challenge">From StartSignIn.</param>
/// <param name="ClientData">clientDataJSON.</param>
/// <param name="Attestation">attestationObject.</param>
/// <param name="Name">What the resident calls it; may be empty.</param>
internal sealed record NewPasskey(string Challenge, byte[] ClientData, byte[] Attestation, string Name)
{
    /// <summary>It is about a person.</summary>
    public override string ToString() => nameof(NewPasskey);
}
