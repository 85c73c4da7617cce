using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The city's signature over a manifest: compact JWS, <c>typ: pds-export+jwt</c>, by the key that signs receipts, claims <c>iss iat export
/// manifest_sha256</c> and no other.
/// </summary>
public static class ExportSignature
{
    /// <summary>The JOSE type.</summary>
    public const string Typ = "pds-export+jwt";

    /// <summary>The longest signature, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Signs a manifest.</summary>
    public static string Sign(ReceiptSigner signer, ExportManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(manifest);
        return signer.Sign(Typ, new JsonObject
        {
            ["iss"] = manifest.Issuer,
            ["iat"] = manifest.MadeAt.ToUnixTimeSeconds(),
            ["export"] = manifest.Export.ToString(),
            ["manifest_sha256"] = Base64Url.Encode(Sha256.Hash(manifest.ToBytes())),
        });
    }

    /// <summary>True when somebody trusted to sign as the manifest's issuer signed exactly this manifest.</summary>
    public static bool IsGood(string? signature, ExportManifest manifest, IReceiptTrust trust)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(trust);
        return signature?.Length <= MaxBytes
            && CompactJws.TryParse(signature, Typ, out var jws)
            && JsonClaims.HasExactly(jws.Payload, "iss", "iat", "export", "manifest_sha256")
            && JsonClaims.TryText(jws.Payload, "iss", 200, out var issuer) && issuer == manifest.Issuer
            && JsonClaims.TryTime(jws.Payload, "iat", out var at) && at.ToUnixTimeSeconds() == manifest.MadeAt.ToUnixTimeSeconds()
            && JsonClaims.TryText(jws.Payload, "export", 64, out var export) && export == manifest.Export.ToString()
            && JsonClaims.TryBytes(jws.Payload, "manifest_sha256", Sha256.Size, out var digest)
            && FixedTime.Equals(digest, Sha256.Hash(manifest.ToBytes()))
            && trust.TryFindKey(jws, issuer, at, out var key)
            && jws.Verify(key);
    }

    /// <summary>True when the signature names this certificate (DER) as its signer's.</summary>
    public static bool IsBy(string? signature, ReadOnlySpan<byte> certificate) =>
        CompactJws.TryParse(signature, Typ, out var jws) && jws.CertificateChain is [var first, ..] && certificate.SequenceEqual(first);
}
