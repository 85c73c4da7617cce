using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography;

/// <summary>
/// Certificates as Kestrel and SslStream want them. Server and Client may hold <see cref="X509Certificate2"/>; making one
/// with a key in it happens here.
/// </summary>
public static class TlsCertificates
{
    /// <summary>A certificate with its private key, for TLS; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">The certificate belongs to another key.</exception>
    public static X509Certificate2 WithKey(ReadOnlySpan<byte> certificate, Es256Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var loaded = X509CertificateLoader.LoadCertificate(certificate);
        using var native = key.OpenNative();
        return loaded.CopyWithPrivateKey(native);
    }

    /// <summary>The last instant of a certificate (DER), UTC.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It does not parse.</exception>
    public static DateTimeOffset EndOf(ReadOnlySpan<byte> certificate)
    {
        using var parsed = X509CertificateLoader.LoadCertificate(certificate);
        return parsed.NotAfter.ToUniversalTime();
    }

    /// <summary>A certificate without a key; the caller disposes it.</summary>
    public static X509Certificate2 Public(ReadOnlySpan<byte> certificate) => X509CertificateLoader.LoadCertificate(certificate);

    /// <summary>PEM of DER certificates, one after another.</summary>
    public static string ToPem(params IEnumerable<byte[]> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        return string.Concat(certificates.Select(c => System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", c) + "\n"));
    }

    /// <summary>The DER certificates of a PEM text, in order.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A block is no certificate.</exception>
    public static IReadOnlyList<byte[]> FromPem(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return [.. certificates.Select(c => c.RawData)];
    }
}
