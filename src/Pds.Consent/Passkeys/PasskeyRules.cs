using System.Text.Json;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>For which relying party and from which pages passkeys answer.</summary>
/// <param name="RpId">The relying party id, a host name.</param>
/// <param name="Origins">
/// The pages' origins, such as <c>https://pds.city.example</c>; null for any that a browser would let use the relying party id: whoever checks
/// afterwards knows no configuration.
/// </param>
public sealed record PasskeyRules(string RpId, IReadOnlyList<string>? Origins)
{
    /// <summary>Longest client data, in bytes.</summary>
    public const int MaxClientDataBytes = 2048;

    /// <summary>
    /// Whether this is client data (WebAuthn Level 3 section 5.8.1) of the type, over the challenge, from one of the pages, and not from inside
    /// another site's frame. Members it has besides are the browser's business.
    /// </summary>
    public bool IsClientData(ReadOnlySpan<byte> json, string type, ReadOnlySpan<byte> challenge) =>
        StrictJson.TryParse(json, MaxClientDataBytes, out var data)
        && JsonClaims.TryText(data, "type", 32, out var said) && said == type
        && JsonClaims.TryText(data, "challenge", 256, out var text) && Base64Url.TryDecode(text, out var answered) && FixedTime.Equals(answered, challenge)
        && JsonClaims.TryText(data, "origin", 512, out var origin) && IsOurs(origin)
        && (!data.TryGetProperty("crossOrigin", out var crossed) || crossed.ValueKind == JsonValueKind.False)
        && !data.TryGetProperty("topOrigin", out _);

    // Section 5.1.3: the effective domain is the relying party id or below it, over https; a machine by itself may do without.
    private bool IsOurs(string origin) => Origins is { } known
        ? known.Contains(origin, StringComparer.Ordinal)
        : Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && page.Host == "localhost"))
            && (page.Host == RpId || page.Host.EndsWith("." + RpId, StringComparison.Ordinal));
}
