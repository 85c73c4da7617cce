using System.Text.Json;
using Pds.Cryptography;

namespace Pds.Server.Edge;

/// <summary>
/// A parsed <c>pds-call+jwt</c>: {iss, aud, iat, jti, method, req_hash}, in a session also ath, under a mandate also mandate, and nothing else. Parsing checks form only; the signature is checked
/// with the key the issuer enrolled, never with one the proof brings along.
/// </summary>
internal sealed class CallProof
{
    /// <summary>The metadata key.</summary>
    public const string Header = "pds-call-proof";

    /// <summary>The JWS type.</summary>
    public const string Type = "pds-call+jwt";

    /// <summary>Longest proof in characters.</summary>
    public const int MaxLength = 2048;

    /// <summary>How far <c>iat</c> may lie from our clock.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(60);

    private const int MembersInPayload = 6;
    private readonly ParsedJws jws;

    private CallProof(
        ParsedJws jws, string issuer, string audience, DateTimeOffset issuedAt, string jti, string method, byte[] requestHash, byte[]? sessionHash, string? mandate) =>
        (this.jws, Issuer, Audience, IssuedAt, Jti, Method, RequestHash, SessionHash, Mandate) =
        (jws, issuer, audience, issuedAt, jti, method, requestHash, sessionHash, mandate);

    /// <summary>Who says to have signed: an organisation's id or a device's thumbprint.</summary>
    public string Issuer { get; }

    /// <summary>The ledger it is meant for.</summary>
    public string Audience { get; }

    /// <summary>When, whole seconds.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>128 random bits, base64url.</summary>
    public string Jti { get; }

    /// <summary>The call it is for.</summary>
    public string Method { get; }

    /// <summary>SHA-256 of the message's bytes.</summary>
    public byte[] RequestHash { get; }

    /// <summary>SHA-256 of the session's secret (<c>ath</c>, as in RFC 9449 section 4.2); null outside a session.</summary>
    public byte[]? SessionHash { get; }

    /// <summary>The mandate it acts under; null when under none.</summary>
    public string? Mandate { get; }

    /// <summary>Reads the exact form; false for anything else.</summary>
    public static bool TryParse(string? token, out CallProof? proof)
    {
        proof = null;
        if (token is not { Length: > 0 and <= MaxLength } || !CompactJws.TryParse(token, Type, out var jws))
        {
            return false;
        }

        var claims = jws.Payload;
        byte[]? session = null;
        string? mandate = null;
        var members = claims.EnumerateObject().Count();
        if ((claims.TryGetProperty("ath", out _) && !JsonClaims.TryBytes(claims, "ath", Sha256.Size, out session))
            || (claims.TryGetProperty("mandate", out _) && !TryText(claims, "mandate", out mandate))
            || members != MembersInPayload + (session is null ? 0 : 1) + (mandate is null ? 0 : 1)
            || !TryText(claims, "iss", out var issuer)
            || !TryText(claims, "aud", out var audience)
            || !TryText(claims, "method", out var method)
            || !TryText(claims, "jti", out var jti) || !Base64Url.TryDecode(jti, out var nonce) || nonce.Length != 16
            || !TryText(claims, "req_hash", out var hashText) || !Base64Url.TryDecode(hashText, out var hash) || hash.Length != Sha256.Size
            || !claims.TryGetProperty("iat", out var iat) || iat.ValueKind != JsonValueKind.Number
            || !iat.TryGetInt64(out var seconds) || seconds is < 0 or > 253_402_300_799)
        {
            return false;
        }

        proof = new CallProof(jws, issuer, audience, DateTimeOffset.FromUnixTimeSeconds(seconds), jti, method, hash, session, mandate);
        return true;
    }

    /// <summary>Whether the key signed it.</summary>
    public bool IsSignedBy(Es256PublicKey key) => jws.Verify(key);

    /// <summary>Whether it was signed just now.</summary>
    public bool IsFresh(DateTimeOffset now) => (now - IssuedAt).Duration() <= Freshness;

    /// <summary>Whether it speaks about exactly this call, in exactly this session and under exactly this mandate, or in none.</summary>
    public bool IsAbout(string origin, string method, ReadOnlySpan<byte> message, string? session, string? mandate) =>
        Audience == origin && Method == method && Mandate == mandate && FixedTime.Equals(RequestHash, Sha256.Hash(message))
        && (session is null ? SessionHash is null : FixedTime.Equals(SessionHash, Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(session))));

    private static bool TryText(JsonElement claims, string name, out string text)
    {
        text = claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return text.Length > 0;
    }
}
