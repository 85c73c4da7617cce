using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>A passkey's answer to a challenge (WebAuthn Level 3 section 7.2), exact bytes, not checked yet.</summary>
/// <param name="CredentialId">Which passkey, 16 to 1,023 bytes.</param>
/// <param name="AuthenticatorData">What the authenticator says.</param>
/// <param name="ClientDataJson">What the browser says, UTF-8 JSON.</param>
/// <param name="Signature">DER.</param>
public sealed record PasskeyAnswer(byte[] CredentialId, byte[] AuthenticatorData, byte[] ClientDataJson, byte[] Signature)
{
    /// <summary>SHA-256 over what was signed, base64url: the same answer gives the same.</summary>
    public string Digest => Base64Url.Encode(Sha256.Hash(Signed));

    private byte[] Signed => [.. AuthenticatorData, .. Sha256.Hash(ClientDataJson)];

    /// <summary>
    /// Whether this key answered exactly this challenge, for this relying party, from one of its pages, with the person there and verified.
    /// Whose key it is, and whether its counter went forward, is for the caller.
    /// </summary>
    public bool IsBy(Es256PublicKey key, ReadOnlySpan<byte> challenge, PasskeyRules rules, out uint count)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(rules);
        count = 0;
        if (!Pds.Consent.AuthenticatorData.TryParse(AuthenticatorData, out var data)
            || data.Key is not null
            || !data.IsFor(rules.RpId)
            || !data.IsByThePerson
            || !rules.IsClientData(ClientDataJson, "webauthn.get", challenge)
            || !key.VerifyDer(Signed, Signature))
        {
            return false;
        }

        count = data.Count;
        return true;
    }

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(PasskeyAnswer);
}
