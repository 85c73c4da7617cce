namespace Pds.Cryptography;

/// <summary>Why a text is not an acceptable SD-JWT. The MUSTs of RFC 9901 section 7.1, and the closed world around them.</summary>
public enum SdJwtDefect
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Too long, too many parts, an empty part, or no final <c>~</c> (section 4).</summary>
    Malformed,

    /// <summary>The issuer-signed JWT is not a strict compact ES256 JWS of the expected type.</summary>
    IssuerJwtMalformed,

    /// <summary>A disclosure is not canonical base64url of a JSON array of two or three elements with a text salt (section 4.2).</summary>
    DisclosureMalformed,

    /// <summary>The same disclosure is there twice.</summary>
    DisclosureRepeated,

    /// <summary>A disclosure's claim name is <c>_sd</c>, <c>...</c> or <c>_sd_alg</c> (7.1 step 3.3.2.2).</summary>
    ReservedClaimName,

    /// <summary><c>_sd_alg</c> is not sha-256, or stands anywhere but at the top (4.1.1; 7.1 step 2).</summary>
    HashAlgorithmNotAccepted,

    /// <summary><c>_sd</c> is no array of texts, or <c>...</c> is anywhere but alone in an array element (4.1, 4.2.4.2).</summary>
    DigestMisplaced,

    /// <summary>One digest value is met twice, in the payload or through disclosures (7.1 step 4).</summary>
    DigestRepeated,

    /// <summary>An object's digest matched an array element's disclosure, or the other way round (7.1 steps 3.3.2.1 and 3.3.3.1).</summary>
    DisclosureOfWrongKind,

    /// <summary>A disclosed claim has the name of one that is there already (7.1 step 3.3.2.3).</summary>
    ClaimNameTaken,

    /// <summary>A disclosure that nothing refers to (7.1 step 5); popular libraries let these pass.</summary>
    DisclosureUnreferenced,

    /// <summary>Nested deeper than 32 levels.</summary>
    TooDeep,
}
