using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography;

/// <summary>The extensions each kind of certificate carries (RFC 5280 section 4.2), written once for issuing and checking.</summary>
internal static class CertificateProfile
{
    // Under 2.25 a UUID is an object identifier without any registration (ITU-T X.667): 9d0a6c5e-6f0e-4f0f-8f4b-6f2d2f8f7a11.
    private const string ReceiptSignerUsage = "2.25.208742916288871745449059217578627398161";

    public static string UsageOf(CertificatePurpose purpose) => purpose switch
    {
        CertificatePurpose.Server => "1.3.6.1.5.5.7.3.1",
        CertificatePurpose.Client => "1.3.6.1.5.5.7.3.2",
        CertificatePurpose.ReceiptSigner => ReceiptSignerUsage,
    };

    public static void AddAuthority(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    public static void AddLeaf(CertificateRequest request, CertificatePurpose purpose, X509Extension? names, X509Certificate2 issuer)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(UsageOf(purpose))], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }
    }
}
