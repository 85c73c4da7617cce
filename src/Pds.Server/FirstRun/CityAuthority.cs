using System.Net;
using System.Security.Cryptography.X509Certificates;
using Pds.Consent;
using Pds.Cryptography;

namespace Pds.Server.FirstRun;

/// <summary>The city's own certificate authority and what it certifies for this server: its receipts and its TLS.</summary>
internal static class CityAuthority
{
    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan SignerLifetime = TimeSpan.FromDays(1825);
    private static readonly TimeSpan TlsLifetime = TimeSpan.FromDays(90);

    /// <summary>Loads the authority, or makes it on a first run.</summary>
    /// <exception cref="StartRefusedException">It is lost although there is a ledger: another one would strand every client and receipt.</exception>
    public static CertificateAuthority Open(SealedKeyFile keys, DataFolder data, string city, TimeProvider clock, bool firstRun)
    {
        if (File.Exists(data.RootCertificate) && keys.Names.Contains(KeyRing.Authority))
        {
            return CertificateAuthority.Load(keys.OpenEs256(KeyRing.Authority), TlsCertificates.FromPem(File.ReadAllText(data.RootCertificate))[0]);
        }

        if (!firstRun)
        {
            throw new StartRefusedException(
                $"市の証明書または鍵がありません（{data.RootCertificate}）。控えから戻してください。作り直すと、登録済みの機関と受領証が使えなくなります。\n"
                + $"The city's certificate or its key is missing ({data.RootCertificate}). Restore it from a copy: a new one would not be the one that clients pinned and receipts name.");
        }

        var made = CertificateAuthority.CreateRoot($"{city} PDS CA", CertificateValidity.From(clock, RootLifetime));
        using (var secret = made.ExportKey())
        {
            keys.Add(KeyRing.Authority, secret);
        }

        // If the power fails before this line the key is an orphan that certified nothing; the next start makes another pair.
        DataFolder.WritePublic(data.RootCertificate, made.CertificatePem);
        return made;
    }

    /// <summary>The signer of receipts, with its certificate.</summary>
    public static ReceiptSigner Signer(Es256Key key, CertificateAuthority authority, DataFolder data, string issuer, TimeProvider clock)
    {
        if (!File.Exists(data.IssuerCertificate))
        {
            var certificate = authority.IssueSigner(key.PublicKey, issuer, CertificateValidity.From(clock, SignerLifetime));
            DataFolder.WritePublic(data.IssuerCertificate, TlsCertificates.ToPem(certificate));
        }

        return new ReceiptSigner(key, TlsCertificates.FromPem(File.ReadAllText(data.IssuerCertificate)), issuer);
    }

    /// <summary>A fresh TLS certificate for the names this server answers to. Its key lives only as long as the process.</summary>
    public static X509Certificate2 TlsCertificate(CertificateAuthority authority, IReadOnlyList<string> hosts, TimeProvider clock)
    {
        using var key = Es256Key.Create();
        var addresses = hosts.Where(h => IPAddress.TryParse(h, out _)).Select(IPAddress.Parse).ToList();
        var names = hosts.Where(h => !IPAddress.TryParse(h, out _)).DefaultIfEmpty("localhost").ToList();
        return TlsCertificates.WithKey(
            authority.IssueServer(key.PublicKey, names, addresses, CertificateValidity.From(clock, TlsLifetime)), key);
    }
}
