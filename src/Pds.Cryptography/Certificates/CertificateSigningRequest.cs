using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography;

/// <summary>
/// A PKCS#10 request (RFC 2986) for a P-256 key, whose own signature proved that the sender holds the key. The subject and
/// extensions it asks for are not used: the issuer decides what a certificate says.
/// </summary>
public sealed class CertificateSigningRequest
{
    /// <summary>Longest request accepted, in bytes.</summary>
    public const int MaxLength = 8 * 1024;

    private CertificateSigningRequest(Es256PublicKey publicKey) => PublicKey = publicKey;

    /// <summary>The key whose possession was proved.</summary>
    public Es256PublicKey PublicKey { get; }

    /// <summary>Makes a request as DER.</summary>
    /// <param name="key">The key to certify; it signs the request.</param>
    /// <param name="subject">Common name, informative only.</param>
    public static byte[] Create(Es256Key key, string subject)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var native = key.OpenNative();
        return new CertificateRequest(CommonName(subject), native, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    /// <summary>Reads a DER request; false when it is too long, malformed, not P-256 with SHA-256, or not signed by its own key.</summary>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out CertificateSigningRequest? request)
    {
        request = null;
        if (der.Length is 0 or > MaxLength)
        {
            return false;
        }

        try
        {
            var loaded = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256, out var read);
            if (read != der.Length
                || !Es256PublicKey.TryFromSubjectPublicKeyInfo(loaded.PublicKey.ExportSubjectPublicKeyInfo(), out var key))
            {
                return false;
            }

            request = new CertificateSigningRequest(key);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or ArgumentException)
        {
            // The loader's three ways of saying that the bytes are no request it can check.
            return false;
        }
    }

    internal static X500DistinguishedName CommonName(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }
}
