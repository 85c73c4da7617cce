using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// The public faces of the signing keys: a JWK Set (RFC 7517) and the SD-JWT VC issuer metadata (draft-ietf-oauth-sd-jwt-vc section 5).
/// They mirror what <c>x5c</c> says, for libraries that look keys up; the certificate is what counts.
/// </summary>
public static class IssuerDocuments
{
    /// <summary>Where the key set is served.</summary>
    public const string JwksPath = "/.well-known/jwks.json";

    /// <summary>Where the issuer metadata is served; an issuer URL with a path puts its path behind (section 5.1).</summary>
    public const string MetadataPath = "/.well-known/jwt-vc-issuer";

    /// <summary>The keys that sign or signed, newest first.</summary>
    public static JsonObject Jwks(params IEnumerable<ReceiptSigner> signers) =>
        new() { ["keys"] = new JsonArray([.. signers.Select(s => (JsonNode)Jwk(s))]) };

    /// <summary>The issuer's metadata with its keys inside; all signers have one issuer.</summary>
    /// <exception cref="ArgumentException">There is no signer, or they sign as different issuers.</exception>
    public static JsonObject Metadata(params IReadOnlyCollection<ReceiptSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        var issuers = signers.Select(s => s.Issuer).Distinct(StringComparer.Ordinal).ToList();
        return issuers.Count == 1
            ? new JsonObject { ["issuer"] = issuers[0], ["jwks"] = Jwks(signers) }
            : throw new ArgumentException("Metadata are of exactly one issuer.", nameof(signers));
    }

    private static JsonObject Jwk(ReceiptSigner signer)
    {
        var jwk = signer.PublicKey.ToJwk();
        jwk["kid"] = signer.PublicKey.Jkt;
        jwk["use"] = "sig";
        jwk["alg"] = "ES256";
        jwk["x5c"] = new JsonArray([.. signer.CertificateChain.Select(der => (JsonNode)Convert.ToBase64String(der))]);
        return jwk;
    }
}
