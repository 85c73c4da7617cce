using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Client.Tests;

/// <summary>A city in process, over real TLS, with real keys, receipts and proofs, whose answers a test can change on their way out.</summary>
internal sealed class TinyCity : IAsyncDisposable
{
    public const string Origin = "tiny.example/ledger";
    public const string Issuer = "https://tiny.example";
    private static readonly CertificateValidity Valid = CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(1));
    private readonly Es256Key _serverKey = Es256Key.Create();
    private readonly Es256Key _signerKey = Es256Key.Create();
    private WebApplication _app = null!;

    private TinyCity()
    {
        Authority = CertificateAuthority.CreateRoot("Tiny City CA", Valid);
        Signer = new ReceiptSigner(_signerKey, [Authority.IssueSigner(_signerKey.PublicKey, Issuer, Valid)], Issuer);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("pds-tiny-").FullName;

    public string CityCaFile => Path.Combine(Folder, "ca.pem");

    public Uri Address { get; private set; } = null!;

    public CertificateAuthority Authority { get; }

    public ReceiptSigner Signer { get; }

    public TinyLog Log { get; } = new(Origin);

    public HpkePrivateKey GateKey { get; } = HpkePrivateKey.Create();

    public TinyBehaviour Behaviour { get; } = new();

    public static async Task<TinyCity> StartAsync()
    {
        var city = new TinyCity();
        await File.WriteAllTextAsync(city.CityCaFile, city.Authority.CertificatePem);
        await city.ListenAsync();
        return city;
    }

    /// <summary>Options of an organisation of this city, each with a folder of its own.</summary>
    public PdsClientOptions Options(string name = "hospital") => new()
    {
        Address = Address,
        CityCaFile = CityCaFile,
        IdentityFolder = Path.Combine(Folder, name),
        Passphrase = "a passphrase for tests",
        FirstRetryDelay = TimeSpan.FromMilliseconds(10),
    };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Log.Dispose();
        GateKey.Dispose();
        Authority.Dispose();
        _serverKey.Dispose();
        _signerKey.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = TlsCertificates.WithKey(
                    Authority.IssueServer(_serverKey.PublicKey, ["localhost"], [IPAddress.Loopback], Valid), _serverKey),
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            });
        }));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<TinyLedger>();
        _app.MapGrpcService<TinyOrganizations>();
        _app.MapGrpcService<TinyCatalog>();
        _app.MapGrpcService<TinyConsents>();
        _app.MapGrpcService<TinyDisclosures>();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
    }
}
