using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pds.Cryptography;

/// <summary>TLS of a client that believes exactly one certificate authority: the city's. The machine's trust store is never asked.</summary>
public static class PinnedTls
{
    /// <summary>Options for TLS 1.2 and 1.3 with that authority as the only root; host names are checked as always.</summary>
    /// <param name="root">The authority's certificate, DER.</param>
    /// <param name="chain">The client's certificates, DER, leaf first; null or empty for none.</param>
    /// <param name="key">The key of the leaf; required with a chain.</param>
    /// <exception cref="CryptographicException">A certificate does not parse.</exception>
    /// <exception cref="ArgumentException">The leaf belongs to another key.</exception>
    public static SslClientAuthenticationOptions ForClient(
        ReadOnlySpan<byte> root, IReadOnlyList<byte[]>? chain = null, Es256Key? key = null)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // our certificates are short-lived; there is no list to ask
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(TlsCertificates.Public(root));
        var options = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (chain is { Count: > 0 } && key is not null)
        {
            var rest = new X509Certificate2Collection(chain.Skip(1).Select(der => TlsCertificates.Public(der)).ToArray());
            options.ClientCertificateContext = SslStreamCertificateContext.Create(
                TlsCertificates.WithKey(chain[0], key), rest, offline: true);
        }

        return options;
    }
}
