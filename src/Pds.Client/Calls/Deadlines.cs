using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Pds.Client;

/// <summary>Gives every call that has none its deadline, so that no call of this SDK can wait for ever.</summary>
/// <param name="longest">Longest life of one call with all its attempts.</param>
/// <remarks>gRPC measures deadlines by the machine's clock, so this is the one place that does not ask the client's own
/// <see cref="TimeProvider"/>: a test's clock must not end or prolong a call. The two kinds of call below are the two the protos have.</remarks>
internal sealed class Deadlines(TimeSpan longest) : Interceptor
{
    /// <summary>For a download whose length is what a resident's line takes: an hour from now.</summary>
    public static DateTime OfDownload => TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Bounded(context));

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Bounded(context));

    private ClientInterceptorContext<TRequest, TResponse> Bounded<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var deadline = context.Options.Deadline ?? TimeProvider.System.GetUtcNow().UtcDateTime + longest;
        return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithDeadline(deadline));
    }
}
