using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Checks that a device signature is over this document, for this consent, by this person's enrolled key (R4, I-20). Compact JWS,
/// ES256, <c>typ: pds-evidence+jwt</c>, header <c>kid</c> = the device's thumbprint, payload exactly
/// {iss: the thumbprint, aud: ledger origin, iat, jti: 128 random bits base64url, grant_id, consent_digest: base64url}.
/// A valid signature over anything else is refused.
/// </summary>
public static class EvidenceCheck
{
    /// <summary>The JWS type.</summary>
    public const string Typ = "pds-evidence+jwt";

    /// <summary>How far the device's clock may be ahead of ours: 60 seconds.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromSeconds(60);

    private const int JtiBytes = 16;

    private static readonly string[] Members = ["iss", "aud", "iat", "jti", "grant_id", "consent_digest"];

    /// <summary>What a device signs to agree.</summary>
    public static string Sign(Es256Key device, string origin, GrantId grant, ReadOnlySpan<byte> consentDigest, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        var payload = new JsonObject
        {
            ["iss"] = device.PublicKey.Jkt,
            ["aud"] = origin,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["jti"] = Base64Url.Encode(RandomSource.Bytes(JtiBytes)),
            ["grant_id"] = grant.ToString(),
            ["consent_digest"] = Base64Url.Encode(consentDigest),
        };
        return CompactJws.Sign(device, Typ, payload, new JsonObject { ["kid"] = device.PublicKey.Jkt });
    }

    /// <summary>The device a signature claims to be by, before anything is verified; false when it is no evidence at all.</summary>
    public static bool TryReadDevice(Evidence.DeviceSignature evidence, out DeviceId device)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        device = default;
        return CompactJws.TryParse(evidence.Jws, Typ, out var jws) && DeviceId.TryParse(jws.Kid, out device);
    }

    /// <summary>When a signature says it was made, before anything is verified; false when it is no evidence at all.</summary>
    public static bool TryReadTime(Evidence.DeviceSignature evidence, out DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        at = default;
        return CompactJws.TryParse(evidence.Jws, Typ, out var jws) && JsonClaims.TryTime(jws.Payload, "iat", out at);
    }

    /// <summary>True when the signature says: this resident's device agreed to exactly this document, between showing and now.</summary>
    /// <param name="evidence">The signature.</param>
    /// <param name="device">The enrolled device named in it; whose it is decides.</param>
    /// <param name="expected">What must have been signed.</param>
    public static bool TryVerify(Evidence.DeviceSignature evidence, Device device, EvidenceExpected expected)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(expected);
        return device.Resident == expected.Resident
            && CompactJws.TryParse(evidence.Jws, Typ, out var jws)
            && string.Equals(jws.Kid, device.Id.ToString(), StringComparison.Ordinal)
            && jws.Verify(device.Key)
            && SaysExactly(jws.Payload, device, expected);
    }

    // After the signature: authentic before meaningful. Every member is required and no other is allowed (I-18).
    private static bool SaysExactly(JsonElement payload, Device device, EvidenceExpected expected) =>
        payload.EnumerateObject().Count() == Members.Length
        && Members.All(name => payload.TryGetProperty(name, out _))
        && IsText(payload, "iss", device.Id.ToString())
        && IsText(payload, "aud", expected.Origin)
        && expected.Grant is { } grant && IsText(payload, "grant_id", grant.ToString())
        && IsText(payload, "consent_digest", Base64Url.Encode(expected.ConsentDigest))
        && payload.GetProperty("jti") is { ValueKind: JsonValueKind.String } jti
        && Base64Url.TryDecode(jti.GetString(), out var bytes) && bytes.Length == JtiBytes
        && payload.GetProperty("iat") is { ValueKind: JsonValueKind.Number } iat
        && iat.TryGetInt64(out var seconds) && IsBetweenShowingAndNow(seconds, expected);

    private static bool IsText(JsonElement payload, string name, string expected) =>
        payload.GetProperty(name) is { ValueKind: JsonValueKind.String } member
        && string.Equals(member.GetString(), expected, StringComparison.Ordinal);

    // iat has whole seconds and devices have clocks of their own: the same 60 seconds are allowed on both sides.
    private static bool IsBetweenShowingAndNow(long seconds, EvidenceExpected expected) =>
        seconds >= (expected.ShownAt - MaxAhead).ToUnixTimeSeconds() && seconds <= (expected.Now + MaxAhead).ToUnixTimeSeconds();
}

/// <summary>What evidence must say to be accepted.</summary>
/// <param name="Origin">Our ledger's origin.</param>
/// <param name="Resident">Whose consent.</param>
/// <param name="Grant">Which consent; null for what is about none, which no device signature of this form can be evidence over.</param>
/// <param name="ConsentDigest">SHA-256 of the document shown last, or of the act, 32 bytes.</param>
/// <param name="ShownAt">When it was shown, UTC.</param>
/// <param name="Now">Now, UTC.</param>
public sealed record EvidenceExpected(
    string Origin, ResidentId Resident, GrantId? Grant, byte[] ConsentDigest, DateTimeOffset ShownAt, DateTimeOffset Now)
{
    /// <summary>
    /// The mandate under which somebody agrees for the resident; null when she does. Then a sign-in of the one who acts counts, by an identity that the
    /// acceptance entered, and nothing else: an auditor finds it in the resident's own chain.
    /// </summary>
    public Mandate? Under { get; init; }

    /// <summary>By whose hands, as proved before; null when by her own.</summary>
    public Acting? Acting { get; init; }

    /// <summary>The visit in which it happens; null outside one.</summary>
    public string? Visit { get; init; }
}
