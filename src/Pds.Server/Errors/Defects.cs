using Grpc.Core;
using Grpc.Core.Interceptors;
using Pds.Ledger;
using Pds.Server.Edge;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Errors;

/// <summary>
/// The last catch: what is not a refusal becomes LEDGER_UNAVAILABLE, CANCELLED or INTERNAL, and the caller learns nothing else. An exception's
/// text may quote a person's data, so only its type and place are logged.
/// </summary>
internal sealed class Defects(ILogger<Defects> log) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (RpcException refusal)
        {
            log.Refused(CallId.Of(context.GetHttpContext()), context.Method, refusal.Status.Detail);
            throw;
        }
        catch (Exception failure)
        {
            throw Refusal(failure, context);
        }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (RpcException refusal)
        {
            log.Refused(CallId.Of(context.GetHttpContext()), context.Method, refusal.Status.Detail);
            throw;
        }
        catch (Exception failure)
        {
            throw Refusal(failure, context);
        }
    }

    private RpcException Refusal(Exception failure, ServerCallContext context)
    {
        var id = CallId.Of(context.GetHttpContext());
        if (failure is LedgerUnavailableException)
        {
            log.Unrecorded(id, context.Method);
            return RefusalStatus.Exception(Wire.LedgerUnavailable, id);
        }

        if (failure is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
        {
            return RefusalStatus.Exception(Wire.Cancelled, id);
        }

        log.Defect(id, context.Method, failure.GetType().Name, Log.PlaceOf(failure));
        return RefusalStatus.Exception(Wire.Internal, id);
    }
}
