using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Checks that a device signature orders this very erasure: compact JWS, ES256, <c>typ: pds-evidence+jwt</c>, header <c>kid</c> = the device's
/// thumbprint, payload exactly {iss: the thumbprint, aud: ledger origin, iat, jti: 128 random bits base64url, act: "erase", document_digest:
/// base64url}. Its members are others than those of evidence over a consent, so neither ever passes for the other.
/// </summary>
public static class ErasureEvidence
{
    private const string Act = "erase";
    private const int JtiBytes = 16;

    private static readonly string[] Members = ["iss", "aud", "iat", "jti", "act", "document_digest"];

    /// <summary>What a device signs to have everything erased.</summary>
    public static string Sign(Es256Key device, string origin, ReadOnlySpan<byte> documentDigest, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        var payload = new JsonObject
        {
            ["iss"] = device.PublicKey.Jkt,
            ["aud"] = origin,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["jti"] = Base64Url.Encode(RandomSource.Bytes(JtiBytes)),
            ["act"] = Act,
            ["document_digest"] = Base64Url.Encode(documentDigest),
        };
        return CompactJws.Sign(device, EvidenceCheck.Typ, payload, new JsonObject { ["kid"] = device.PublicKey.Jkt });
    }

    /// <summary>True when the signature says: this resident's device ordered exactly this, between showing and now.</summary>
    /// <param name="evidence">The signature.</param>
    /// <param name="device">The enrolled device named in it; whose it is decides.</param>
    /// <param name="origin">Our ledger's origin.</param>
    /// <param name="resident">Who is to be erased.</param>
    /// <param name="draft">The document shown last.</param>
    /// <param name="now">Now, UTC.</param>
    internal static bool IsGood(
        Evidence.DeviceSignature evidence, Device device, string origin, ResidentId resident, ErasureDraft draft, DateTimeOffset now) =>
        device is { IsEnded: false }
        && device.Resident == resident
        && CompactJws.TryParse(evidence.Jws, EvidenceCheck.Typ, out var jws)
        && string.Equals(jws.Kid, device.Id.ToString(), StringComparison.Ordinal)
        && jws.Verify(device.Key)
        && SaysExactly(jws.Payload, device, origin, draft, now);

    // After the signature: authentic before meaningful. Every member is required and no other is allowed (I-18).
    private static bool SaysExactly(JsonElement payload, Device device, string origin, ErasureDraft draft, DateTimeOffset now) =>
        JsonClaims.HasExactly(payload, Members)
        && IsText(payload, "iss", device.Id.ToString())
        && IsText(payload, "aud", origin)
        && IsText(payload, "act", Act)
        && IsText(payload, "document_digest", Base64Url.Encode(Sha256.Hash(draft.Document)))
        && JsonClaims.TryBytes(payload, "jti", JtiBytes, out _)
        && JsonClaims.TryInteger(payload, "iat", 0, CanonicalJson.MaxInteger, out var seconds)
        && seconds >= (draft.PreparedAt - EvidenceCheck.MaxAhead).ToUnixTimeSeconds()
        && seconds <= (now + EvidenceCheck.MaxAhead).ToUnixTimeSeconds();

    private static bool IsText(JsonElement payload, string name, string expected) =>
        payload.GetProperty(name) is { ValueKind: JsonValueKind.String } member
        && string.Equals(member.GetString(), expected, StringComparison.Ordinal);
}
