using System.Text;
using System.Text.Json;
using Pds.Cryptography;
using Pds.Server.Edge;

namespace Pds.Server.Services;

/// <summary>
/// The proof with which a device enrols: <c>pds-device+jwt</c> by the device key, payload exactly {aud, iat, jti, code_hash}. The code in it
/// stops a proof made for one enrolment from serving another.
/// </summary>
internal static class DeviceProof
{
    private const string Type = "pds-device+jwt";
    private const int MaxJwkLength = 512;

    /// <summary>Reads a JWK with exactly kty, crv, x and y.</summary>
    public static bool TryReadKey(string jwk, out Es256PublicKey? key)
    {
        key = null;
        return StrictJson.TryParse(Encoding.UTF8.GetBytes(jwk), MaxJwkLength, out var parsed)
            && parsed.ValueKind == JsonValueKind.Object
            && parsed.EnumerateObject().Count() == 4
            && Es256PublicKey.TryFromJwk(parsed, out key);
    }

    /// <summary>Whether the key signed for this ledger, this code, just now.</summary>
    public static bool Holds(string token, Es256PublicKey key, string origin, string code, DateTimeOffset now) =>
        token.Length <= CallProof.MaxLength
        && CompactJws.TryParse(token, Type, out var jws)
        && jws.Verify(key)
        && jws.Payload.EnumerateObject().Count() == 4
        && TextOf(jws.Payload, "aud") == origin
        && TextOf(jws.Payload, "code_hash") == Base64Url.Encode(Sha256.Hash(Encoding.UTF8.GetBytes(code)))
        && Base64Url.TryDecode(TextOf(jws.Payload, "jti"), out var jti) && jti.Length == 16
        && jws.Payload.TryGetProperty("iat", out var iat) && iat.ValueKind == JsonValueKind.Number && iat.TryGetInt64(out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= (long)CallProof.Freshness.TotalSeconds;

    private static string? TextOf(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
