using Google.Protobuf;
using Google.Rpc;
using Pds.Server.Edge;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Errors;

/// <summary>Answers a refusal that was decided before any service ran, in the caller's own dialect: gRPC trailers or a JSON status.</summary>
internal static class RefusalWriter
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithTypeRegistry(ErrorDetails.Registry));

    /// <summary>Writes the refusal; nothing may have been written before.</summary>
    public static Task WriteAsync(HttpContext context, Wire reason, string? field = null, TimeSpan? retryAfter = null)
    {
        var status = RefusalStatus.Of(reason, CallId.Of(context), field, retryAfter);
        return context.IsGrpc() ? WriteGrpc(context, status) : WriteJsonAsync(context, status);
    }

    private static Task WriteGrpc(HttpContext context, Status status)
    {
        // A trailers-only response: gRPC over HTTP/2 section "Responses".
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = status.Code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = status.Message;
        response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
        return Task.CompletedTask;
    }

    private static Task WriteJsonAsync(HttpContext context, Status status)
    {
        context.Response.StatusCode = HttpStatusOf(status.Code);
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(Json.Format(status));
    }

    // google.rpc.Code's own table, as in google/rpc/code.proto.
    private static int HttpStatusOf(int code) => (Code)code switch
    {
        Code.Ok => 200,
        Code.InvalidArgument or Code.FailedPrecondition or Code.OutOfRange => 400,
        Code.Unauthenticated => 401,
        Code.PermissionDenied => 403,
        Code.NotFound => 404,
        Code.Aborted or Code.AlreadyExists => 409,
        Code.ResourceExhausted => 429,
        Code.Cancelled => 499,
        Code.Unimplemented => 501,
        Code.Unavailable => 503,
        Code.DeadlineExceeded => 504,
        Code.Unknown or Code.Internal or Code.DataLoss => 500,
    };
}
