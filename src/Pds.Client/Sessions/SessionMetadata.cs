using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Pds.Client;

/// <summary>
/// Puts a session's secret on its calls, and the mandate under which they act for somebody. The call proof below covers both:
/// <see cref="CallProofHandler"/>.
/// </summary>
/// <param name="secret">The secret.</param>
/// <param name="mandate">The mandate; null for acting as oneself.</param>
internal sealed class SessionMetadata(string secret, string? mandate = null) : Interceptor
{
    /// <summary>The metadata key of a mandate.</summary>
    public const string MandateHeader = "pds-mandate";

    /// <summary>The metadata key.</summary>
    public const string Header = "pds-session";

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var headers = new Metadata { { Header, secret } };
        if (mandate is not null)
        {
            headers.Add(MandateHeader, mandate);
        }

        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
    }
}
