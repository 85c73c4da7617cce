using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Pds.Cryptography;

namespace Pds.TestCity;

/// <summary>HTTP clients towards a city: its own CA and no other, HTTP/2 and nothing else.</summary>
internal static class CityClients
{
    public static HttpClient Open(City city, byte[]? clientCertificate, Es256Key? key)
    {
        var root = TlsCertificates.Public(TlsCertificates.FromPem(File.ReadAllText(city.CityCaFile))[0]);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck,
        };
        if (clientCertificate is not null)
        {
            var own = TlsCertificates.WithKey(clientCertificate, key!);
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(own, null, offline: true);
        }

        return new HttpClient(handler)
        {
            BaseAddress = city.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }
}
