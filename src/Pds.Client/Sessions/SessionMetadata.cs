using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Pds.Client;

/// <summary>
/// Puts a session's secret on its calls, and the mandate under which they act for somebody. The call proof below covers both:
/// <see cref="CallProofHandler"/>.
/// </summary>
/// <param name="header">Which kind of session.</param>
/// <param name="secret">The secret.</param>
/// <param name="mandate">The mandate; null for acting as oneself.</param>
internal sealed class SessionMetadata(string header, string secret, string? mandate = null) : Interceptor
{
    /// <summary>The metadata key of a mandate.</summary>
    public const string MandateHeader = "pds-mandate";

    /// <summary>The metadata key of a resident's session.</summary>
    public const string Header = "pds-session";

    /// <summary>The metadata key of a session of staff.</summary>
    public const string StaffHeader = "pds-staff-session";

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var headers = new Metadata { { Header, secret } };
        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
    }

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var headers = new Metadata { { header, secret } };
        if (mandate is not null)
        {
            headers.Add(MandateHeader, mandate);
        }

        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
    }
}
