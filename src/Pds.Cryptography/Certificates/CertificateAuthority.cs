using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography;

/// <summary>
/// A certificate authority on P-256 with ECDSA-SHA-256: one root that issues leaves directly (path length 0). Safe to share
/// between threads; prints only its type name.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>Organisations are named in the certificate by this URI and their id, besides the common name.</summary>
    public const string OrganizationUriPrefix = "urn:pds:organization:";

    private readonly Es256Key key;
    private readonly X509Certificate2 root;

    private CertificateAuthority(Es256Key key, X509Certificate2 root)
    {
        this.key = key;
        this.root = root;
        Certificate = root.RawData;
    }

    /// <summary>The root certificate as DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>The root certificate as PEM.</summary>
    public string CertificatePem => root.ExportCertificatePem();

    /// <summary>Makes a new root with a fresh key.</summary>
    /// <param name="name">Common name.</param>
    /// <param name="validity">Lifetime of the root.</param>
    public static CertificateAuthority CreateRoot(string name, CertificateValidity validity)
    {
        var key = Es256Key.Create();
        using var native = key.OpenNative();
        var request = new CertificateRequest(CertificateSigningRequest.CommonName(name), native, HashAlgorithmName.SHA256);
        CertificateProfile.AddAuthority(request);
        using var selfSigned = request.CreateSelfSigned(validity.NotBefore, validity.NotAfter);
        return new CertificateAuthority(key, X509CertificateLoader.LoadCertificate(selfSigned.RawData));
    }

    /// <summary>A root made earlier, from its stored key and certificate.</summary>
    /// <exception cref="CryptographicException">The certificate is none, or belongs to another key.</exception>
    public static CertificateAuthority Load(Es256Key key, ReadOnlySpan<byte> certificate)
    {
        ArgumentNullException.ThrowIfNull(key);
        var root = X509CertificateLoader.LoadCertificate(certificate);
        if (Es256PublicKey.TryFromCertificate(root, out var publicKey) && publicKey.Equals(key.PublicKey))
        {
            return new CertificateAuthority(key, root);
        }

        root.Dispose();
        throw new CryptographicException("The certificate of the authority belongs to another key.");
    }

    /// <summary>The authority's key as PKCS#8, to be stored sealed.</summary>
    public SecretBytes ExportKey() => key.Export();

    /// <summary>A TLS server certificate as DER.</summary>
    /// <param name="publicKey">The server's key.</param>
    /// <param name="dnsNames">Names the server answers to; the first is the common name.</param>
    /// <param name="addresses">IP addresses the server answers to.</param>
    /// <param name="validity">Lifetime, cut to the root's.</param>
    public byte[] IssueServer(
        Es256PublicKey publicKey, IReadOnlyList<string> dnsNames, IReadOnlyList<IPAddress> addresses, CertificateValidity validity)
    {
        ArgumentNullException.ThrowIfNull(dnsNames);
        ArgumentNullException.ThrowIfNull(addresses);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
        {
            names.AddDnsName(name);
        }

        foreach (var address in addresses)
        {
            names.AddIpAddress(address);
        }

        return Issue(publicKey, dnsNames.Count > 0 ? dnsNames[0] : "server", CertificatePurpose.Server, names.Build(), validity);
    }

    /// <summary>A TLS client certificate of an enrolled organisation as DER.</summary>
    /// <param name="request">The organisation's request; only its proved key is used.</param>
    /// <param name="organizationId">Its id: common name, and URI <see cref="OrganizationUriPrefix"/> + id.</param>
    /// <param name="validity">Lifetime, cut to the root's.</param>
    public byte[] IssueClient(CertificateSigningRequest request, string organizationId, CertificateValidity validity)
    {
        ArgumentNullException.ThrowIfNull(request);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(OrganizationUriPrefix + organizationId));
        return Issue(request.PublicKey, organizationId, CertificatePurpose.Client, names.Build(), validity);
    }

    /// <summary>A receipt signer's certificate as DER, for <c>x5c</c>.</summary>
    /// <param name="publicKey">The signer's key.</param>
    /// <param name="issuer">The <c>iss</c> it signs as: common name, and URI or DNS name beside it.</param>
    /// <param name="validity">Lifetime, cut to the root's.</param>
    public byte[] IssueSigner(Es256PublicKey publicKey, string issuer, CertificateValidity validity)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (Uri.TryCreate(issuer, UriKind.Absolute, out var uri))
        {
            names.AddUri(uri);
        }
        else
        {
            names.AddDnsName(issuer);
        }

        // Common names end at 64 characters (RFC 5280 appendix A, ub-common-name); the URI holds the whole.
        var commonName = issuer.Length <= 64 ? issuer : issuer[..64];
        return Issue(publicKey, commonName, CertificatePurpose.ReceiptSigner, names.Build(), validity);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        key.Dispose();
        root.Dispose();
    }

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(CertificateAuthority);

    private byte[] Issue(
        Es256PublicKey publicKey, string commonName, CertificatePurpose purpose, X509Extension names, CertificateValidity validity)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        using var native = key.OpenNative();
        var request = new CertificateRequest(
            CertificateSigningRequest.CommonName(commonName),
            PublicKey.CreateFromSubjectPublicKeyInfo(publicKey.SubjectPublicKeyInfo, out _),
            HashAlgorithmName.SHA256);
        CertificateProfile.AddLeaf(request, purpose, names, root);
        using var issued = request.Create(
            root.SubjectName,
            X509SignatureGenerator.CreateForECDsa(native),
            Later(validity.NotBefore, root.NotBefore),
            Earlier(validity.NotAfter, root.NotAfter),
            SerialNumber());
        return issued.RawData;
    }

    // RFC 5280 section 4.1.2.2: positive and at most 20 bytes; random, so that it says nothing about how many were issued.
    private static byte[] SerialNumber()
    {
        var serial = RandomSource.Bytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset wanted, DateTime bound) => wanted > bound ? wanted : bound;

    private static DateTimeOffset Earlier(DateTimeOffset wanted, DateTime bound) => wanted < bound ? wanted : bound;
}
