using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// What it takes to check a kind of evidence, beside the evidence. A closed set. Whose key it is the ledger says: the resident's chain enrolled
/// the device or the passkey, the operator's chain entered the provider's key, and the resident's chain the salted digest of whom it names.
/// </summary>
public abstract record EvidenceKey
{
    private EvidenceKey()
    {
    }

    /// <summary>Its own name only.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Gives back what was opened to check with a key of one person, who signed once: it is not kept for the next.</summary>
    public void CloseIdleHandles()
    {
        switch (this)
        {
            case Device device:
                device.Key.CloseIdleHandles();
                break;
            case Passkey passkey:
                passkey.Key.CloseIdleHandles();
                break;
        }
    }

    internal static bool TryRead(JsonElement line, [NotNullWhen(true)] out EvidenceKey? key)
    {
        key = line.TryGetProperty("device", out var device) ? Es256Of(device) is { } own ? new Device(own) : null
            : line.TryGetProperty("passkey", out var passkey) ? Es256Of(passkey) is { } credential ? new Passkey(credential) : null
            : line.TryGetProperty("provider", out var provider) && ProviderKey.TryFromJwk(provider, out var issuer)
                && IsExactly(provider, issuer.ToJwk())
                && JsonClaims.TryBytes(line, "salt", LinkedIdentity.SaltBytes, out var salt) ? new Provider(issuer, salt)
            : line.TryGetProperty("scanned", out var scanned) && scanned.ValueKind == JsonValueKind.True ? new Entries()
            : null;
        return key is not null;
    }

    internal abstract void WriteTo(JsonObject line);

    private static Es256PublicKey? Es256Of(JsonElement jwk) =>
        JsonClaims.HasExactly(jwk, "kty", "crv", "x", "y") && Es256PublicKey.TryFromJwk(jwk, out var key) ? key : null;

    private static bool IsExactly(JsonElement jwk, JsonObject own) => jwk.GetPropertyCount() == own.Count && own.All(member => jwk.TryGetProperty(member.Key, out _));

    /// <summary>Of a device signature: the device's key.</summary>
    public sealed record Device(Es256PublicKey Key) : EvidenceKey
    {
        internal override void WriteTo(JsonObject line) => line["device"] = Key.ToJwk();
    }

    /// <summary>Of a passkey's answer: the passkey's key.</summary>
    public sealed record Passkey(Es256PublicKey Key) : EvidenceKey
    {
        internal override void WriteTo(JsonObject line) => line["passkey"] = Key.ToJwk();
    }

    /// <summary>
    /// Of a sign-in: the provider's key, and the salt under which the chain entered whom it names. The token is in the line too, and the provider's
    /// pairwise name in it: a signature over a token can be checked with all of the token only.
    /// </summary>
    public sealed record Provider(ProviderKey Key, byte[] Salt) : EvidenceKey
    {
        internal override void WriteTo(JsonObject line)
        {
            line["provider"] = Key.ToJwk();
            line["salt"] = Base64Url.Encode(Salt);
        }
    }

    /// <summary>Of a paper form: no key at all. What checks it are the entries that name the scan and both persons.</summary>
    public sealed record Entries : EvidenceKey
    {
        internal override void WriteTo(JsonObject line) => line["scanned"] = true;
    }
}
