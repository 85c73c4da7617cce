using System.Net;
using Microsoft.Extensions.Logging;
using Pds.Auditor.Witness;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>The witness in this process, on real HTTP: for what needs no kill.</summary>
internal sealed class RunningWitness : IAsyncDisposable
{
    public const string Name = "witness.example/1";

    private readonly Ed25519Key key;
    private readonly WitnessState state;
    private readonly WitnessServer server;

    private RunningWitness(Ed25519Key key, WitnessState state, WitnessServer server)
    {
        (this.key, this.state, this.server) = (key, state, server);
        Verifier = new CosignatureVerifier(Name, key.PublicKey);
        Http = new HttpClient { BaseAddress = server.Address };
    }

    public CosignatureVerifier Verifier { get; }

    public HttpClient Http { get; }

    public static async Task<RunningWitness> StartAsync(string folder, params NoteVerifier[] logs)
    {
        var key = Ed25519Key.Import([.. Enumerable.Repeat((byte)42, 32)]);
        var state = WitnessState.Open(folder, logs, new CosignatureSigner(Name, key), TimeProvider.System);
        return new RunningWitness(key, state, await WitnessServer.StartAsync(state, IPAddress.Loopback, 0, _ => { }, CancellationToken.None));
    }

    public Task<HttpResponseMessage> AddAsync(AddCheckpoint request) => AddAsync(request.ToString());

    public Task<HttpResponseMessage> AddAsync(string body) => Http.PostAsync(AddCheckpoint.Path, new StringContent(body));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await server.DisposeAsync();
        state.Dispose();
        key.Dispose();
    }
}
