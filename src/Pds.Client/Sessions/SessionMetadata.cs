using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Pds.Client;

/// <summary>Puts a session's secret on its calls. The call proof below covers it: <see cref="CallProofHandler"/>.</summary>
/// <param name="secret">The secret.</param>
internal sealed class SessionMetadata(string secret) : Interceptor
{
    /// <summary>The metadata key.</summary>
    public const string Header = "pds-session";

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var headers = new Metadata { { Header, secret } };
        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
    }
}
