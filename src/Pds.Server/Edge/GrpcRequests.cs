namespace Pds.Server.Edge;

/// <summary>Tells gRPC from JSON.</summary>
internal static class GrpcRequests
{
    /// <summary>True for <c>application/grpc</c> and its <c>+proto</c> form over HTTP/2.</summary>
    public static bool IsGrpc(this HttpContext context) =>
        context.Request.ContentType is { } type
        && (type.Equals("application/grpc", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/grpc+", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/grpc;", StringComparison.OrdinalIgnoreCase));
}
