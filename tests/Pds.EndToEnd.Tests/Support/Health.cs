using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Pds.Cryptography;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>Asks <c>grpc.health.v1.Health/Check</c> as a load balancer does: no certificate, the two-byte answer read by hand.</summary>
internal sealed class Health : IDisposable
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);
    private static readonly Method<byte[], byte[]> Check = new(MethodType.Unary, "grpc.health.v1.Health", "Check", Raw, Raw);
    private readonly GrpcChannel _channel;

    public Health(ServerProcess server)
    {
        var root = TlsCertificates.FromPem(File.ReadAllText(server.CityCaFile))[0];
        var handler = new SocketsHttpHandler { SslOptions = PinnedTls.ForClient(root), UseProxy = false };
        _channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    /// <summary>True for SERVING (1), false for NOT_SERVING (2).</summary>
    public async Task<bool> IsServingAsync()
    {
        var answer = await _channel.CreateCallInvoker().AsyncUnaryCall(Check, null, new CallOptions(), []).ResponseAsync;
        return answer is [0x08, 1];
    }

    /// <summary>Waits until health says so.</summary>
    public async Task WaitUntilAsync(bool serving)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (await IsServingAsync() == serving)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new Xunit.Sdk.XunitException($"Health did not become {(serving ? "SERVING" : "NOT_SERVING")} within 20 s.");
    }

    /// <summary>Asks for a while and fails at the first answer that says otherwise.</summary>
    public async Task StaysAsync(bool serving, TimeSpan period)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < period; await Task.Delay(50))
        {
            (await IsServingAsync()).Should().Be(serving, $"health was watched for {period.TotalSeconds:F0} s, and this is {clock.Elapsed.TotalSeconds:F2} s in");
        }
    }

    public void Dispose() => _channel.Dispose();
}
