using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// Whether a passkey's answer or a sign-in is the resident's agreement to a document or an act: by a passkey that the same chain registered before
/// and had not removed, or a sign-in that a provider key signed which the operator's chain entered before, by whom the same chain linked before. A yes in the
/// resident's place is by a sign-in of somebody whom the same chain's mandate names.
/// </summary>
/// <param name="book">What the log says.</param>
internal sealed class SittingJudge(GrantBook book)
{
    /// <summary>Whether it is.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="key">What checks it.</param>
    /// <param name="agreed">To what.</param>
    /// <param name="shown">When it was shown, or its challenge made at the earliest.</param>
    public bool IsBy(Evidence evidence, EvidenceKey key, AgreedTo agreed, DateTimeOffset shown) => (evidence, key) switch
    {
        (Evidence.PasskeyAssertion passkey, EvidenceKey.Passkey own) => IsByPasskey(passkey, own.Key, agreed),
        (Evidence.OidcStepUp signIn, EvidenceKey.Provider provider) => IsBySignIn(signIn, provider, agreed, shown),
        _ => false,
    };

    // The document is in the set, and the set is what was answered. Counters are the server's to watch: the log does not hold them.
    private bool IsByPasskey(Evidence.PasskeyAssertion evidence, Es256PublicKey key, AgreedTo agreed) =>
        agreed.Mandate is null
        && book.Passkeys.TryGetValue(key.Jkt, out var registered)
        && registered.Chain == agreed.Chain && registered.Index < agreed.Index && !(registered.EndedAt < agreed.Index)
        && evidence.Set.Contains(agreed.Digest)
        && evidence.Answer.IsBy(key, evidence.Set.Challenge, new PasskeyRules(registered.RpId, null), out _);

    private bool IsBySignIn(Evidence.OidcStepUp evidence, EvidenceKey.Provider provider, AgreedTo agreed, DateTimeOffset shown) =>
        evidence.Set.Contains(agreed.Digest)
        && IdToken.TryParse(evidence.IdToken, out var token)
        && book.ProviderKeys.TryGetValue(provider.Key.Jkt, out var seen) && seen.Index < agreed.Index
        && token.Issuer == seen.Entry.Issuer && token.Audience == seen.Entry.ClientId
        && token.IsSignedBy(provider.Key)
        && token.Answers(evidence.Set.Challenge, shown, agreed.At)
        && (agreed.Mandate is { } named
            ? IsByTheRepresentative(named, provider, token, agreed)
            : book.Identities.TryGetValue(
                Convert.ToHexString(LinkedIdentity.DigestOf(provider.Salt, token.Issuer, token.Subject)), out var linked)
                && linked.Chain == agreed.Chain && linked.Index < agreed.Index && linked.Issuer == token.Issuer);

    // The chain of whoever acted is not needed: the acceptance in the resident's own chain entered a digest of her identity. That the mandate stood
    // then is A6's to say.
    private bool IsByTheRepresentative(string named, EvidenceKey.Provider provider, IdToken token, AgreedTo agreed) =>
        MandateId.TryParse(named, out var id)
        && book.Mandates.TryGetValue(id, out var mandate)
        && mandate.Chain == agreed.Chain && mandate.AcceptedAt < agreed.Index
        && mandate.Names(provider.Salt, token.Issuer, token.Subject);
}

/// <summary>What a resident agreed to, as the log tells it.</summary>
/// <param name="Chain">The chain of the entry.</param>
/// <param name="Index">Its leaf index.</param>
/// <param name="At">When.</param>
/// <param name="Digest">SHA-256 of the document or act, 32 bytes.</param>
internal sealed record AgreedTo(AuditedChain? Chain, long Index, DateTimeOffset At, byte[] Digest)
{
    /// <summary>The mandate under which somebody agreed for her; null when she did.</summary>
    public string? Mandate { get; init; }
}
