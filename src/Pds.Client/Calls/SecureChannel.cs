using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Pds.Cryptography;

namespace Pds.Client;

/// <summary>One HTTP/2 connection pool to the city's server: pinned TLS, our certificate if we have one, a call proof per attempt.</summary>
internal sealed class SecureChannel : IDisposable
{
    private const int MaxReceivedBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>Between two attempts to connect: gRPC's own 1 s to 120 s would leave a clerk waiting two minutes for a server long back.</summary>
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(5);
    private readonly Func<GrpcChannel> _open;
    private readonly Lock _gate = new();
    private GrpcChannel _channel;
    private CallInvoker _invoker;
    private GrpcChannel? _retired;

    private SecureChannel(Func<GrpcChannel> open, TimeSpan callTimeout)
    {
        _open = open;
        _channel = open();
        _invoker = _channel.CreateCallInvoker();
        Invoker = new PresentInvoker(() => Volatile.Read(ref _invoker)).Intercept(new Deadlines(callTimeout));
    }

    /// <summary>The policy of callers without options of their own: four attempts from 200 ms.</summary>
    public static ServiceConfig DefaultRetries => RetryPolicies.From(new PdsClientOptions());

    /// <summary>Calls through the present connections; each has a deadline.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>Opens nothing yet; the first call connects.</summary>
    /// <param name="address">https address.</param>
    /// <param name="root">The city's root certificate, DER.</param>
    /// <param name="identity">Our certificate and key, or null.</param>
    /// <param name="proofs">Signs each attempt, or null for the few methods that need no proof.</param>
    /// <param name="retries">gRPC service config.</param>
    /// <param name="callTimeout">Longest life of one call with all its attempts.</param>
    public static SecureChannel Open(
        Uri address, byte[] root, OrganizationIdentity? identity, CallProofs? proofs, ServiceConfig retries, TimeSpan callTimeout) =>
        new(() => Connect(address, root, identity, proofs, retries), callTimeout);

    /// <summary>New calls go over new connections, under our present certificate. Those under way end on theirs.</summary>
    public void Reconnect()
    {
        lock (_gate)
        {
            _retired?.Dispose();
            (_retired, _channel) = (_channel, _open());
            Volatile.Write(ref _invoker, _channel.CreateCallInvoker());
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _retired?.Dispose();
            _channel.Dispose();
        }
    }

    private static GrpcChannel Connect(Uri address, byte[] root, OrganizationIdentity? identity, CallProofs? proofs, ServiceConfig retries)
    {
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            SslOptions = PinnedTls.ForClient(root, identity?.CertificateChain, identity?.CallKey),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = KeepAlive,
            // Spans of the transport would carry nothing of ours, but nothing is what they need to carry.
            ActivityHeadersPropagator = null,
        };
        if (proofs is not null)
        {
            handler = new CallProofHandler(handler, proofs);
        }

        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxReceivedBytes,
            MaxRetryAttempts = null,
            ServiceConfig = retries,
            InitialReconnectBackoff = FirstReconnect,
            MaxReconnectBackoff = LongestReconnect,
        });
    }
}
