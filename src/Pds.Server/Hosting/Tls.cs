using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Pds.Server.Edge;
using Pds.Server.FirstRun;

namespace Pds.Server.Hosting;

/// <summary>Kestrel: TLS 1.3, and AEAD suites of 1.2; bounded everything; client certificates asked for, judged later.</summary>
internal static class Tls
{
    private const int MaxHeadersBytes = 32 * 1024;
    private const int BodyMargin = 1024;

    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>Sets the server up for the given roles.</summary>
    public static void Configure(WebApplicationBuilder builder, Roles roles)
    {
        // Peers judge it by the clocks of their machines, whatever time the ledger is told it is.
        var certificate = CityAuthority.TlsCertificate(roles.Authority, roles.Options.Hosts, TimeProvider.System);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = name => StrictContentLength.Select(name)!;
            kestrel.Limits.MaxConcurrentConnections = roles.Options.MaxConnections;
            kestrel.Limits.MaxRequestBodySize = CallMethods.LargestMessageBytes + BodyMargin;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 200;
            kestrel.Listen(IPAddress.Parse(roles.Options.Listen), roles.Options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;

                    // The handshake proves possession of the key; whose certificate it is, and whether it still counts, is judged per call,
                    // where a refusal can say why.
                    https.ClientCertificateValidation = (_, _, _) => true;
                    https.OnAuthenticate = (_, ssl) => ssl.CipherSuitesPolicy = OperatingSystem.IsLinux() ? new CipherSuitesPolicy(Suites) : null;
                });
            });
        });
    }
}
