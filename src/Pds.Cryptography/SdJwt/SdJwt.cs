using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pds.Cryptography;

/// <summary>
/// A selective disclosure JWT (RFC 9901), read strictly: <c>issuer-jwt ~ disclosure ~ … ~ [kb-jwt]</c>, ES256 and SHA-256 only.
/// An object of this type has passed every MUST of section 7.1 but the signature, which <see cref="IsSignedBy"/> checks, and
/// the validity claims, which belong to the reader. Nothing in it is to be believed before that. Prints its type only.
/// </summary>
public sealed class SdJwt
{
    /// <summary>The longest text accepted, in characters.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>The most disclosures accepted in one token.</summary>
    public const int MaxDisclosures = 512;

    private readonly string text;
    private readonly int keyBindingStart;

    private readonly Lazy<JsonElement> claims;

    private SdJwt(
        string text, int keyBindingStart, ParsedJws issuerJwt, IReadOnlyList<SdDisclosure> disclosures, Dictionary<string, SdDisclosure> byDigest)
    {
        this.text = text;
        this.keyBindingStart = keyBindingStart;
        IssuerJwt = issuerJwt;
        Disclosures = disclosures;
        claims = new Lazy<JsonElement>(() => SdJwtUnfolding.Unfold(issuerJwt.Payload, byDigest));
    }

    /// <summary>The issuer-signed JWT, digests and all.</summary>
    public ParsedJws IssuerJwt { get; }

    /// <summary>The compact text of the issuer-signed JWT.</summary>
    public string IssuerJwtText => text[..text.IndexOf('~')];

    /// <summary>The disclosures, in the order they came; each is referred to by exactly one digest.</summary>
    public IReadOnlyList<SdDisclosure> Disclosures { get; }

    /// <summary>The processed payload: visible and disclosed claims together, without digests.</summary>
    public JsonElement Claims => claims.Value;

    /// <summary>Everything up to and with the last <c>~</c>; what <c>sd_hash</c> is over (section 4.3.1).</summary>
    public string WithoutKeyBinding => text[..keyBindingStart];

    /// <summary>The key binding JWT; null when there is none.</summary>
    public string? KeyBindingJwt => keyBindingStart == text.Length ? null : text[keyBindingStart..];

    /// <summary>Reads one of the given <c>typ</c> (for example <c>dc+sd-jwt</c>); false when any rule is broken.</summary>
    public static bool TryParse(string? text, string typ, [NotNullWhen(true)] out SdJwt? sdJwt) =>
        TryParse(text, typ, out sdJwt, out _);

    /// <summary>Like <see cref="TryParse(string, string, out SdJwt?)"/> and names the first defect, for tests and for people at a desk.</summary>
    public static bool TryParse(string? text, string typ, [NotNullWhen(true)] out SdJwt? sdJwt, out SdJwtDefect defect)
    {
        sdJwt = null;
        if (!TrySplit(text, out var ends))
        {
            defect = SdJwtDefect.Malformed;
            return false;
        }

        if (!CompactJws.TryParse(text[..ends[0]], typ, out var jws))
        {
            defect = SdJwtDefect.IssuerJwtMalformed;
            return false;
        }

        var byDigest = new Dictionary<string, SdDisclosure>(ends.Count - 1, StringComparer.Ordinal);
        var disclosures = new List<SdDisclosure>(ends.Count - 1);
        for (var i = 1; i < ends.Count; i++)
        {
            if (!SdDisclosure.TryParse(text[(ends[i - 1] + 1)..ends[i]], out var disclosure, out defect))
            {
                return false;
            }

            if (!byDigest.TryAdd(disclosure.Digest, disclosure))
            {
                defect = SdJwtDefect.DisclosureRepeated;
                return false;
            }

            disclosures.Add(disclosure);
        }

        if (!HashIsSha256(jws.Payload))
        {
            defect = SdJwtDefect.HashAlgorithmNotAccepted;
            return false;
        }

        defect = SdJwtUnfolding.Check(jws.Payload, byDigest);
        sdJwt = defect == SdJwtDefect.None ? new SdJwt(text, ends[^1] + 1, jws, disclosures, byDigest) : null;
        return sdJwt is not null;
    }

    /// <summary>Whether the issuer-signed JWT carries a signature of this key.</summary>
    public bool IsSignedBy(Es256PublicKey issuer) => IssuerJwt.Verify(issuer);

    /// <summary>SHA-256 over the ASCII of <see cref="WithoutKeyBinding"/> (section 4.3.1): 32 bytes.</summary>
    public byte[] Hash() => HashOf(WithoutKeyBinding);

    /// <summary>
    /// The same token with only the disclosures that <paramref name="keep"/> wants, and no key binding (section 7.2). A disclosure
    /// kept inside another one that is dropped would refer to nothing; readers refuse such a text, so keep parents as well.
    /// </summary>
    public string Present(Func<SdDisclosure, bool> keep) =>
        Join(IssuerJwtText, Disclosures.Where(keep).Select(d => d.Encoded));

    /// <summary>Puts an issuer-signed JWT and disclosures together: <c>jwt~d1~…~</c>.</summary>
    public static string Join(string issuerJwt, IEnumerable<string> disclosures) =>
        string.Concat(string.Join('~', disclosures.Prepend(issuerJwt)), "~");

    /// <inheritdoc/>
    public override string ToString() => nameof(SdJwt);

    internal static byte[] HashOf(string withoutKeyBinding) =>
        Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(withoutKeyBinding));

    // Positions of the tildes: after the issuer-signed JWT and after each disclosure. No part between two of them is empty.
    private static bool TrySplit([NotNullWhen(true)] string? text, out List<int> ends)
    {
        ends = [];
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var previous = -1;
        for (var at = text.IndexOf('~'); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at == previous + 1 || ends.Count > MaxDisclosures)
            {
                return false;
            }

            ends.Add(at);
            previous = at;
        }

        // What follows the last tilde is nothing or a JWT; a disclosure there has lost its tilde.
        return ends.Count > 0 && text.AsSpan(ends[^1] + 1) is var rest && (rest.IsEmpty || rest.Count('.') == 2);
    }

    // Section 4.1.1: sha-256 is the default; we deem nothing else secure because nothing else is needed.
    private static bool HashIsSha256(JsonElement payload) =>
        !payload.TryGetProperty("_sd_alg"u8, out var name) || (name.ValueKind == JsonValueKind.String && name.ValueEquals("sha-256"u8));
}
