using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Pds.Client;

/// <summary>Retries as gRPC service config (gRFC A6): only UNAVAILABLE, with doubling, jittered waits.</summary>
/// <remarks>Safe for every method because the idempotency key (or the key-binding JWT) is inside the message, made before the first
/// attempt; the same bytes sent again are the same call.</remarks>
internal static class RetryPolicies
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public static ServiceConfig From(PdsClientOptions options)
    {
        var config = new ServiceConfig();
        if (options.MaxAttempts == 1)
        {
            return config; // gRPC has no policy of one attempt: none is needed.
        }

        config.MethodConfigs.Add(new MethodConfig
        {
            Names = { MethodName.Default },
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = options.MaxAttempts,
                InitialBackoff = options.FirstRetryDelay,
                MaxBackoff = LongestWait,
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        });
        return config;
    }
}
