using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>
/// A key binding JWT (RFC 9901 section 4.3): <c>typ: kb+jwt</c>, the holder's signature over who it is for (<c>aud</c>), when
/// (<c>iat</c>), once (<c>nonce</c>) and which SD-JWT with which disclosures (<c>sd_hash</c>). Ours also name the call
/// (<c>jti</c>, <c>req_hash</c>, <c>method</c>; all three or none). No other claim is accepted. The reader still has to check
/// the signature, the audience, the time and that the nonce is unused.
/// </summary>
public sealed class KeyBinding
{
    /// <summary>The JOSE type.</summary>
    public const string Typ = "kb+jwt";

    private static readonly string[] BaseClaims = ["aud", "iat", "nonce", "sd_hash"];
    private static readonly string[] CallClaims = [.. BaseClaims, "jti", "req_hash", "method"];

    private readonly ParsedJws jws;

    private KeyBinding(ParsedJws jws, string audience, DateTimeOffset issuedAt, string nonce, byte[] sdHash, CallBinding? call)
    {
        this.jws = jws;
        Audience = audience;
        IssuedAt = issuedAt;
        Nonce = nonce;
        SdHash = sdHash;
        Call = call;
    }

    /// <summary>Who may accept it; for our ledger its origin.</summary>
    public string Audience { get; }

    /// <summary>When the holder says it was made, whole seconds UTC.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>The once-only value.</summary>
    public string Nonce { get; }

    /// <summary>The digest of the SD-JWT it was made for: 32 bytes.</summary>
    public byte[] SdHash { get; }

    /// <summary>The call it is for; null in a plain RFC 9901 presentation.</summary>
    public CallBinding? Call { get; }

    /// <summary>Reads one; exactly the known claims, each of its exact form.</summary>
    public static bool TryParse(string? jwt, [NotNullWhen(true)] out KeyBinding? binding)
    {
        binding = null;
        if (jwt is null
            || !CompactJws.TryParse(jwt, Typ, out var jws)
            || !JsonClaims.TryText(jws.Payload, "aud", 256, out var audience)
            || !JsonClaims.TryTime(jws.Payload, "iat", out var issuedAt)
            || !JsonClaims.TryText(jws.Payload, "nonce", 256, out var nonce)
            || !JsonClaims.TryBytes(jws.Payload, "sd_hash", Sha256.Size, out var sdHash)
            || !TryReadCall(jws.Payload, nonce, out var call)
            || !JsonClaims.HasExactly(jws.Payload, call is null ? BaseClaims : CallClaims))
        {
            return false;
        }

        binding = new KeyBinding(jws, audience, issuedAt, nonce, sdHash, call);
        return true;
    }

    /// <summary>Whether the holder's key signed it.</summary>
    public bool IsSignedBy(Es256PublicKey holder) => jws.Verify(holder);

    /// <summary>Whether it was made for exactly this SD-JWT with exactly these disclosures.</summary>
    public bool IsFor(SdJwt sdJwt)
    {
        ArgumentNullException.ThrowIfNull(sdJwt);
        return FixedTime.Equals(SdHash, sdJwt.Hash());
    }

    /// <summary>Appends a KB-JWT for one call to an SD-JWT without one (it ends in <c>~</c>).</summary>
    /// <param name="holder">The key of <c>cnf.jwk</c>.</param>
    /// <param name="sdJwt">What <see cref="SdJwt.Present"/> gave.</param>
    /// <param name="audience">The ledger's origin.</param>
    /// <param name="issuedAt">Now; the fraction of the second is dropped.</param>
    /// <param name="call">The call.</param>
    public static string Append(Es256Key holder, string sdJwt, string audience, DateTimeOffset issuedAt, CallBinding call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Append(holder, sdJwt, new JsonObject
        {
            ["aud"] = audience,
            ["iat"] = issuedAt.ToUnixTimeSeconds(),
            ["nonce"] = call.Jti,
            ["jti"] = call.Jti,
            ["req_hash"] = Base64Url.Encode(call.RequestHash),
            ["method"] = call.Method,
        });
    }

    /// <summary>Appends a plain KB-JWT of RFC 9901, as any verifier understands it.</summary>
    public static string Append(Es256Key holder, string sdJwt, string audience, DateTimeOffset issuedAt, string nonce) =>
        Append(holder, sdJwt, new JsonObject
        {
            ["aud"] = audience,
            ["iat"] = issuedAt.ToUnixTimeSeconds(),
            ["nonce"] = nonce,
        });

    private static string Append(Es256Key holder, string sdJwt, JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(sdJwt);
        if (!sdJwt.EndsWith('~'))
        {
            throw new ArgumentException("The SD-JWT has a key binding already, or is none.", nameof(sdJwt));
        }

        payload["sd_hash"] = Base64Url.Encode(SdJwt.HashOf(sdJwt));
        return sdJwt + CompactJws.Sign(holder, Typ, payload);
    }

    private static bool TryReadCall(JsonElement payload, string nonce, out CallBinding? call)
    {
        call = null;
        if (!payload.TryGetProperty("jti"u8, out _))
        {
            return true;
        }

        if (!JsonClaims.TryBytes(payload, "jti", CallBinding.JtiSize, out var jti)
            || Base64Url.Encode(jti) != nonce
            || !JsonClaims.TryBytes(payload, "req_hash", Sha256.Size, out var requestHash)
            || !JsonClaims.TryText(payload, "method", 256, out var method))
        {
            return false;
        }

        call = new CallBinding(nonce, requestHash, method);
        return true;
    }
}
