using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>The JOSE header of a signer with a certificate chain (RFC 7515 sections 4.1.4 and 4.1.6).</summary>
public static class CertificateHeader
{
    /// <summary>
    /// <c>kid</c> (thumbprint of the signer's key, RFC 7638) and <c>x5c</c> (standard base64 of DER certificates, the signer's
    /// first, without the root); null for an empty chain.
    /// </summary>
    /// <exception cref="ArgumentException">The first certificate has no P-256 key.</exception>
    public static JsonObject? Of(IReadOnlyList<byte[]> chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return chain.Count == 0 ? null : new JsonObject
        {
            ["kid"] = Es256PublicKey.FromCertificate(chain[0]).Jkt,
            ["x5c"] = new JsonArray([.. chain.Select(der => (JsonNode)Convert.ToBase64String(der))]),
        };
    }
}
