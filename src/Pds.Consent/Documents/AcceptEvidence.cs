using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Decides whether evidence is this person's agreement to exactly this (R4, I-20): the digest is what was shown, and the key or identity behind
/// it is one that the resident's own chain entered. Anything else is EVIDENCE_NOT_ACCEPTED, whichever of it failed.
/// </summary>
/// <param name="rows">Devices, identities and passkeys.</param>
/// <param name="identity">The identity provider; null when there is none.</param>
/// <param name="passkeys">For whom passkeys answer; null when they are not accepted.</param>
public sealed class AcceptEvidence(IRowReader rows, IIdentityCheck? identity = null, PasskeyRules? passkeys = null)
{
    /// <summary>Checks it.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="expected">What must have been agreed to, by whom.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// What the act must write or find in its own transaction, so that a passkey removed or an answer used in this moment does not count; or
    /// EVIDENCE_NOT_ACCEPTED, or IDENTITY_PROVIDER_UNAVAILABLE.
    /// </returns>
    public ValueTask<Outcome<IReadOnlyList<Change>>> RunAsync(Evidence evidence, EvidenceExpected expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return evidence switch
        {
            Evidence.Counter counter when expected.Acting is { Channel: Evidence.Counter.KindName, Person: { } clerk } && counter.Clerk == clerk && counter.Visit == expected.Visit =>
                SignInAsync(counter.SignIn, expected, cancellationToken),
            Evidence.Paper paper when expected.Acting is { Channel: Evidence.Paper.KindName, Person: { } first, Second: { } second }
                && paper.Clerk == first && paper.Second == second && first != second && paper.Set.Contains(expected.ConsentDigest) =>
                ValueTask.FromResult(Accepted([])),

            // Where a clerk's hands are in it, only what says so counts; and nobody starts anything on the telephone.
            _ when expected.Acting is { Channel: Evidence.Counter.KindName or Evidence.Paper.KindName or "voice" } =>
                ValueTask.FromResult<Outcome<IReadOnlyList<Change>>>(RefusalReason.EvidenceNotAccepted),
            Evidence.DeviceSignature signature when expected.Under is null => DeviceAsync(signature, expected, cancellationToken),
            Evidence.OidcStepUp signIn => SignInAsync(signIn, expected, cancellationToken),
            Evidence.PasskeyAssertion passkey when expected.Under is null => PasskeyAsync(passkey, expected, cancellationToken),
            _ => ValueTask.FromResult<Outcome<IReadOnlyList<Change>>>(RefusalReason.EvidenceNotAccepted),
        };
    }

    private async ValueTask<Outcome<IReadOnlyList<Change>>> DeviceAsync(
        Evidence.DeviceSignature signature, EvidenceExpected expected, CancellationToken cancellationToken) =>
        EvidenceCheck.TryReadDevice(signature, out var id)
            && await DeviceRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is { } device
            && EvidenceCheck.TryVerify(signature, device, expected)
            ? Accepted([])
            : RefusalReason.EvidenceNotAccepted;

    private async ValueTask<Outcome<IReadOnlyList<Change>>> SignInAsync(
        Evidence.OidcStepUp signIn, EvidenceExpected expected, CancellationToken cancellationToken)
    {
        if (identity is null || !signIn.Set.Contains(expected.ConsentDigest))
        {
            return RefusalReason.EvidenceNotAccepted;
        }

        var verified = await identity.VerifyAsync(signIn.IdToken, signIn.Set.Challenge, expected.ShownAt, cancellationToken).ConfigureAwait(false);
        if (verified is not Outcome<IdToken>.Done { Value: var token })
        {
            return ((Outcome<IdToken>.Refused)verified).Reason == RefusalReason.IdentityProviderUnavailable
                ? RefusalReason.IdentityProviderUnavailable
                : RefusalReason.EvidenceNotAccepted;
        }

        return await LinkedIdentityRow.FindAsync(rows, token.Issuer, token.Subject, cancellationToken).ConfigureAwait(false) is { } linked
            && (expected.Under is { } mandate ? mandate.IsSignedBy(linked) : linked.Resident == expected.Resident)
            ? Accepted([new Change.Require(LinkedIdentityRow.Key(linked.Issuer, linked.Subject), linked.RowVersion), .. SaltOf(linked, expected)])
            : RefusalReason.EvidenceNotAccepted;
    }

    private async ValueTask<Outcome<IReadOnlyList<Change>>> PasskeyAsync(
        Evidence.PasskeyAssertion evidence, EvidenceExpected expected, CancellationToken cancellationToken) =>
        passkeys is not null
            && evidence.Set.Contains(expected.ConsentDigest)
            && await PasskeyRow.FindAsync(rows, evidence.Answer.CredentialId, cancellationToken).ConfigureAwait(false) is { } passkey
            && passkey.Resident == expected.Resident
            && evidence.Answer.IsBy(passkey.Key, evidence.Set.Challenge, passkeys, out var count)
            && passkey.After(evidence.Answer, count, expected.Now) is { } used
            ? Accepted([PasskeyRow.Put(used)])
            : RefusalReason.EvidenceNotAccepted;

    // The one who acted may have everything of hers erased one day; what her evidence is checked by stays with the consent.
    private static IEnumerable<Change> SaltOf(LinkedIdentity linked, EvidenceExpected expected) =>
        expected is { Under: not null, Grant: { } grant } ? [DocumentRows.PutSignerSalt(expected.Resident, grant, linked.Salt)] : [];

    private static Outcome<IReadOnlyList<Change>> Accepted(IReadOnlyList<Change> changes) => new Outcome<IReadOnlyList<Change>>.Done(changes);
}
