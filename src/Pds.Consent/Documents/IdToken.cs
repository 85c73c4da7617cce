using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// An ID token (OpenID Connect Core 1.0 section 2) in its exact form: iss, sub, aud, exp, iat, nonce and auth_time, each of one spelling, and
/// nothing that names the person otherwise. Its signature is not checked by reading it.
/// </summary>
public sealed class IdToken
{
    /// <summary>Longest token, in characters.</summary>
    public const int MaxLength = ProviderJws.MaxLength;

    /// <summary>How far the provider's clock may be from ours: 60 seconds.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(60);

    private const int MaxSubjectLength = 255;

    // OpenID Connect Core 1.0 section 5.1. A token that is kept as evidence goes into exports: it carries no name. Ask for the scope openid alone.
    private static readonly string[] Personal =
    [
        "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "email", "gender",
        "birthdate", "phone_number", "address",
    ];

    private readonly ProviderJws jws;

    private IdToken(ProviderJws jws, string issuer, string subject, string audience, string nonce) =>
        (this.jws, Issuer, Subject, Audience, Nonce) = (jws, issuer, subject, audience, nonce);

    /// <summary>Who signed.</summary>
    public string Issuer { get; }

    /// <summary>The person, by the provider's pairwise name for our client, 1 to 255 ASCII characters.</summary>
    public string Subject { get; }

    /// <summary>The client it is for: one.</summary>
    public string Audience { get; }

    /// <summary>What the sign-in was for.</summary>
    public string Nonce { get; }

    /// <summary>Until when it is good.</summary>
    public DateTimeOffset Expires { get; private init; }

    /// <summary>When it was signed.</summary>
    public DateTimeOffset IssuedAt { get; private init; }

    /// <summary>When the person proved who they are.</summary>
    public DateTimeOffset SignedInAt { get; private init; }

    /// <summary>How strongly (acr); null when the provider does not say.</summary>
    public string? Strength { get; private init; }

    /// <summary>Which of the provider's keys it says to be signed with; null when it does not say.</summary>
    public string? Kid => jws.Kid;

    /// <summary>Reads one; a claim missing, of another type (times as texts), twice, or naming the person makes it none.</summary>
    public static bool TryParse(string? token, [NotNullWhen(true)] out IdToken? idToken)
    {
        idToken = null;
        if (!ProviderJws.TryParse(token, out var jws))
        {
            return false;
        }

        var claims = jws.Payload;
        if (!JsonClaims.TryText(claims, "iss", 255, out var issuer)
            || !JsonClaims.TryText(claims, "sub", MaxSubjectLength, out var subject) || subject.Any(c => c is < ' ' or > '~')
            || !TryAudience(claims, out var audience)
            || !JsonClaims.TryText(claims, "nonce", 64, out var nonce)
            || !JsonClaims.TryTime(claims, "exp", out var expires)
            || !JsonClaims.TryTime(claims, "iat", out var issuedAt)
            || !JsonClaims.TryTime(claims, "auth_time", out var signedInAt)
            || (claims.TryGetProperty("nbf", out _) && !(JsonClaims.TryTime(claims, "nbf", out var from) && from <= issuedAt + MaxSkew))
            || Personal.Any(name => claims.TryGetProperty(name, out _)))
        {
            return false;
        }

        string? strength = null;
        if (claims.TryGetProperty("acr", out _) && !JsonClaims.TryText(claims, "acr", 255, out strength))
        {
            return false;
        }

        idToken = new IdToken(jws, issuer, subject, audience, nonce)
        {
            Expires = expires, IssuedAt = issuedAt, SignedInAt = signedInAt, Strength = strength,
        };
        return true;
    }

    /// <summary>Whether this key of the provider signed it.</summary>
    public bool IsSignedBy(ProviderKey key) => jws.Verify(key);

    /// <summary>Whether it answers exactly this challenge, by a sign-in made for it.</summary>
    /// <param name="challenge">32 bytes; the nonce is its base64url.</param>
    /// <param name="signedInAfter">When the challenge was made: an older sign-in was for something else.</param>
    /// <param name="now">Now, or when it was accepted.</param>
    public bool Answers(ReadOnlySpan<byte> challenge, DateTimeOffset signedInAfter, DateTimeOffset now) =>
        Base64Url.TryDecode(Nonce, out var nonce) && FixedTime.Equals(nonce, challenge)
        && SignedInAt >= signedInAfter - MaxSkew && SignedInAt <= now + MaxSkew
        && IssuedAt >= SignedInAt - MaxSkew && IssuedAt <= now + MaxSkew
        && now < Expires + MaxSkew;

    /// <summary>Its own name only: it is about a person.</summary>
    public override string ToString() => nameof(IdToken);

    // More than one audience would mean that others may use it too (section 3.1.3.7, steps 3 to 5).
    private static bool TryAudience(JsonElement claims, [NotNullWhen(true)] out string? audience)
    {
        audience = null;
        if (!claims.TryGetProperty("aud", out var aud))
        {
            return false;
        }

        var one = aud.ValueKind == JsonValueKind.Array && aud.GetArrayLength() == 1 ? aud[0] : aud;
        audience = one.ValueKind == JsonValueKind.String ? one.GetString() : null;
        return audience is { Length: > 0 and <= 255 }
            && (!claims.TryGetProperty("azp", out var party) || (party.ValueKind == JsonValueKind.String && party.ValueEquals(audience)));
    }
}
