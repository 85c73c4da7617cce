// JWS compact serialisation (RFC 7515 section 7.1) as identity providers sign it: ES256 or RS256, read the strict way of RFC 8725.
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pds.Cryptography;

/// <summary>
/// A well-formed token of an identity provider whose signature is not checked yet: believe nothing in it before <see cref="Verify"/> says true.
/// Our own tokens are stricter still (<see cref="CompactJws"/>); a provider may leave <c>typ</c> out and may sign with RSA.
/// </summary>
public sealed class ProviderJws
{
    /// <summary>Longest token accepted, in characters.</summary>
    public const int MaxLength = 8192;

    private const int MaxHeaderBytes = 1024;
    private readonly byte[] signingInput;
    private readonly byte[] signature;

    private ProviderJws(byte[] signingInput, byte[] signature, string algorithm, string? kid, JsonElement payload)
    {
        (this.signingInput, this.signature) = (signingInput, signature);
        (Algorithm, Kid, Payload) = (algorithm, kid, payload);
    }

    /// <summary><c>ES256</c> or <c>RS256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Which of the provider's keys it says to be signed with; null when it does not say.</summary>
    public string? Kid { get; }

    /// <summary>The claims: a JSON object.</summary>
    public JsonElement Payload { get; }

    /// <summary>
    /// Reads a token. False unless there are three canonical base64url parts, header and payload are strict JSON objects, alg is ES256 or RS256,
    /// typ is absent or JWT, and the header holds nothing but alg, typ, kid and the certificate hashes x5t and x5t#S256, which are ignored:
    /// the key is found among the provider's own, never in a token.
    /// </summary>
    public static bool TryParse(string? token, [NotNullWhen(true)] out ProviderJws? jws)
    {
        jws = null;
        if (token is not { Length: > 0 and <= MaxLength } || token.Split('.') is not [var headerPart, var payloadPart, var signaturePart]
            || !Base64Url.TryDecode(headerPart, out var headerBytes)
            || !Base64Url.TryDecode(payloadPart, out var payloadBytes)
            || !Base64Url.TryDecode(signaturePart, out var signature) || signature.Length == 0
            || !StrictJson.TryParse(headerBytes, MaxHeaderBytes, out var header)
            || !JsonClaims.HasOnly(header, "alg", "typ", "kid", "x5t", "x5t#S256")
            || !JsonClaims.TryText(header, "alg", 8, out var algorithm) || algorithm is not ("ES256" or "RS256")
            || (header.TryGetProperty("typ", out _) && !(JsonClaims.TryText(header, "typ", 8, out var typ) && typ == "JWT"))
            || !StrictJson.TryParse(payloadBytes, MaxLength, out var payload) || payload.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        string? kid = null;
        if (header.TryGetProperty("kid", out _) && !JsonClaims.TryText(header, "kid", 256, out kid))
        {
            return false;
        }

        var input = System.Text.Encoding.ASCII.GetBytes(token.AsSpan(0, headerPart.Length + 1 + payloadPart.Length).ToString());
        jws = new ProviderJws(input, signature, algorithm, kid, payload);
        return true;
    }

    /// <summary>Whether this key of the provider signed exactly this header and payload, with the key's own algorithm.</summary>
    public bool Verify(ProviderKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Algorithm == Algorithm && key.VerifyToken(signingInput, signature);
    }

    /// <summary>The type name and nothing more: claims are about a person.</summary>
    public override string ToString() => nameof(ProviderJws);
}
