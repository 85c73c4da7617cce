using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.Server.Hosting;

namespace Pds.Benchmarks;

/// <summary>
/// What a call costs that decides nothing and stores nothing: (a) RequestData answers with as many bytes as the real one; (b) the same
/// after the public-key operations of the real one, in <see cref="Floor"/>. Same Kestrel settings, TLS and client certificates.
/// </summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private BareServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BareServer> StartAsync(Roles roles)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = roles.Data.Root });
        Tls.Configure(builder, roles);
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Floor>();
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<Answers>();
        await app.StartAsync();
        return new BareServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Answers from the request itself: <c>gate_kid</c> says which baseline, <c>sealed_share</c> is echoed as often as needed.</summary>
    private sealed class Answers(Floor floor) : DisclosureService.DisclosureServiceBase
    {
        private static RequestDataResponse? sample;

        /// <summary>The first call of a run brings the real answer whose size the others have.</summary>
        public override Task<RequestDataResponse> RequestData(RequestDataRequest request, ServerCallContext context)
        {
            if (request.GateKid == Baselines.Sample)
            {
                sample = RequestDataResponse.Parser.ParseFrom(request.Call);
            }

            if (request.GateKid == Baselines.Floor)
            {
                floor.Work();
            }

            return Task.FromResult(sample ?? throw new InvalidOperationException("No sample answer was given."));
        }
    }
}

/// <summary>How the driver tells the bare server what it wants.</summary>
internal static class Baselines
{
    public const string Sample = "sample";
    public const string Bare = "bare";
    public const string Floor = "floor";
}

/// <summary>
/// The public-key operations of one RequestData under a receipt that was shown before: one ES256 verification (call proof), one ES256
/// signature (use receipt), one HPKE opening (S_rcpt) and one HPKE sealing (the data to the recipient).
/// </summary>
internal sealed class Floor
{
    private static readonly byte[] Message = RandomSource.Bytes(1500);
    private static readonly byte[] Share = RandomSource.Bytes(32);
    private static readonly byte[] Data = RandomSource.Bytes(2000);
    private readonly Es256Key key = Es256Key.Create();
    private readonly HpkePrivateKey gate = HpkePrivateKey.Create();
    private readonly byte[] signature;
    private readonly byte[] sealedShare;

    public Floor()
    {
        signature = key.Sign(Message);
        sealedShare = gate.PublicKey.Seal([], [], Share);
    }

    public void Work()
    {
        var fine = key.PublicKey.Verify(Message, signature) & gate.TryOpen([], [], sealedShare, out _);
        gate.PublicKey.Seal([], [], Data);
        key.Sign(Message);
        if (!fine)
        {
            throw new InvalidOperationException("The floor's own operations failed.");
        }
    }
}
