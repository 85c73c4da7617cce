using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography;

/// <summary>
/// Checks certificate chains against roots the caller names (never the machine's): RFC 5280 path validation by the
/// platform, then our narrower rules. No network, no revocation lists: organisations are suspended in the store.
/// </summary>
public static class CertificateChains
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const int MaxCertificateBytes = 8 * 1024;
    private const int MaxIntermediates = 3;

    /// <summary>
    /// True when the leaf leads to a root, everything on the way is P-256 with ECDSA-SHA-256 and valid at <paramref name="at"/>,
    /// and the leaf is no authority and carries exactly the one usage of <paramref name="purpose"/>.
    /// </summary>
    /// <param name="leaf">DER, at most 8 KiB.</param>
    /// <param name="intermediates">DER, at most three; roots among them count for nothing.</param>
    /// <param name="roots">DER of the trusted roots.</param>
    /// <param name="at">The instant that counts.</param>
    /// <param name="purpose">The use.</param>
    /// <param name="certificate">What the leaf says.</param>
    public static bool TryValidate(
        ReadOnlySpan<byte> leaf,
        IReadOnlyList<byte[]> intermediates,
        IReadOnlyList<byte[]> roots,
        DateTimeOffset at,
        CertificatePurpose purpose,
        [NotNullWhen(true)] out ValidCertificate? certificate)
    {
        ArgumentNullException.ThrowIfNull(intermediates);
        ArgumentNullException.ThrowIfNull(roots);
        certificate = null;
        if (intermediates.Count > MaxIntermediates || leaf.Length > MaxCertificateBytes)
        {
            return false;
        }

        var opened = new List<X509Certificate2>();
        try
        {
            var end = Load(leaf, opened);
            using var chain = ChainFor(at, purpose);
            chain.ChainPolicy.CustomTrustStore.AddRange(roots.Select(r => Load(r, opened)).ToArray());
            chain.ChainPolicy.ExtraStore.AddRange(intermediates.Select(i => Load(i, opened)).ToArray());
            certificate = chain.Build(end) && HasProfile(end, purpose) && chain.ChainElements.All(e => IsOurKind(e.Certificate))
                ? Read(end, chain)
                : null;
            foreach (var element in chain.ChainElements)
            {
                opened.Add(element.Certificate);
            }

            return certificate is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            opened.ForEach(c => c.Dispose());
        }
    }

    private static X509Certificate2 Load(ReadOnlySpan<byte> der, List<X509Certificate2> opened)
    {
        var loaded = X509CertificateLoader.LoadCertificate(der);
        opened.Add(loaded);

        // The loader also takes PEM and ignores what follows; a certificate has one spelling here.
        return loaded.RawDataMemory.Span.SequenceEqual(der)
            ? loaded
            : throw new CryptographicException("The bytes are not exactly one DER certificate.");
    }

    private static X509Chain ChainFor(DateTimeOffset at, CertificatePurpose purpose)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CertificateProfile.UsageOf(purpose)));
        return chain;
    }

    private static bool HasProfile(X509Certificate2 leaf, CertificatePurpose purpose)
    {
        var usages = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>()).ToList();
        return usages.Count == 1
            && usages[0].Value == CertificateProfile.UsageOf(purpose)
            && leaf.Extensions.OfType<X509BasicConstraintsExtension>().All(b => !b.CertificateAuthority)
            && leaf.Extensions.OfType<X509KeyUsageExtension>().Any(k => k.KeyUsages == X509KeyUsageFlags.DigitalSignature);
    }

    private static bool IsOurKind(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value == EcdsaWithSha256 && Es256PublicKey.TryFromCertificate(certificate, out _);

    private static ValidCertificate? Read(X509Certificate2 leaf, X509Chain chain)
    {
        if (!Es256PublicKey.TryFromCertificate(leaf, out var key))
        {
            return null;
        }

        var names = SubjectNames.Of(leaf);
        return new ValidCertificate(
            key,
            leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            names.Uris,
            names.DnsNames,
            chain.ChainElements.Max(e => new DateTimeOffset(e.Certificate.NotBefore)),
            chain.ChainElements.Min(e => new DateTimeOffset(e.Certificate.NotAfter)));
    }
}
