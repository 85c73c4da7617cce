// Keys of an OpenID provider as JWK (RFC 7517): ES256 (RFC 7518 section 3.4) and RS256 (section 3.3) and no other.
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Pds.Cryptography;

/// <summary>
/// The public key with which an identity provider signs ID tokens. RSA keys have 2,048 to 4,096 bits and the exponent 65,537. Checking is
/// Microsoft.IdentityModel's. Safe to share between threads.
/// </summary>
public sealed class ProviderKey
{
    /// <summary>The longest JWK read, in bytes.</summary>
    public const int MaxJwkBytes = 4096;

    private const string Exponent = "AQAB";
    private const int MaxKidLength = 256;

    private readonly Es256PublicKey? ec;
    private readonly byte[]? modulus;

    private ProviderKey(string? kid, Es256PublicKey? ec, byte[]? modulus)
    {
        (Kid, this.ec, this.modulus) = (kid, ec, modulus);
        Jkt = ec?.Jkt ?? Thumbprint(modulus!);
    }

    /// <summary>The provider's name for the key; null when it gives none.</summary>
    public string? Kid { get; }

    /// <summary>RFC 7638 thumbprint, base64url: 43 characters. What the ledger enters.</summary>
    public string Jkt { get; }

    /// <summary><c>ES256</c> or <c>RS256</c>: the one algorithm the key is good for.</summary>
    public string Algorithm => ec is null ? "RS256" : "ES256";

    /// <summary>Reads a signing key; private members, other uses, algorithms and sizes are refused, other members ignored.</summary>
    public static bool TryFromJwk(JsonElement jwk, [NotNullWhen(true)] out ProviderKey? key)
    {
        key = null;
        if (jwk.ValueKind != JsonValueKind.Object || !TryKid(jwk, out var kid))
        {
            return false;
        }

        if (Es256PublicKey.TryFromJwk(jwk, out var ec))
        {
            key = new ProviderKey(kid, ec, null);
        }
        else if (IsRs256(jwk) && Base64Url.TryDecode(TextOf(jwk, "n"), out var n) && n.Length is >= 256 and <= 512 && n[0] >= 0x80)
        {
            key = new ProviderKey(kid, null, n);
        }

        return key is not null;
    }

    /// <summary>The JWK: the key's own members, and kid where there is one.</summary>
    public JsonObject ToJwk()
    {
        var jwk = ec?.ToJwk() ?? new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.Encode(modulus), ["e"] = Exponent };
        if (Kid is not null)
        {
            jwk["kid"] = Kid;
        }

        return jwk;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ProviderKey);

    internal bool VerifyToken(byte[] signingInput, byte[] signature)
    {
        if (ec is not null)
        {
            return ec.VerifyToken(signingInput, signature);
        }

        if (signature.Length != modulus!.Length)
        {
            return false;
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
        using var provider = new AsymmetricSignatureProvider(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256, willCreateSignatures: false);
        return provider.Verify(signingInput, signature);
    }

    private static bool IsRs256(JsonElement jwk) =>
        TextOf(jwk, "kty") == "RSA"
        && TextOf(jwk, "e") == Exponent
        && (!jwk.TryGetProperty("alg", out _) || TextOf(jwk, "alg") == "RS256")
        && (!jwk.TryGetProperty("use", out _) || TextOf(jwk, "use") == "sig")
        && !jwk.TryGetProperty("d", out _);

    private static bool TryKid(JsonElement jwk, out string? kid)
    {
        kid = TextOf(jwk, "kid");
        return !jwk.TryGetProperty("kid", out _) || kid is { Length: > 0 and <= MaxKidLength };
    }

    private static string? TextOf(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // RFC 7638 section 3.1: e, kty, n, in this order, without white space.
    private static string Thumbprint(byte[] modulus) => Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(
        $$"""{"e":"{{Exponent}}","kty":"RSA","n":"{{Base64Url.Encode(modulus)}}"}""")));
}
