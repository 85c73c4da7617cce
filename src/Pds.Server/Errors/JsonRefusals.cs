using System.Text.Json;
using Grpc.AspNetCore.Server;
using Pds.Server.Edge;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Errors;

/// <summary>
/// Gives a reason to the few refusals that JSON transcoding makes by itself (a path or query member it cannot read): those arrive without any
/// detail, and every refusal here has exactly one ErrorInfo.
/// </summary>
internal sealed class JsonRefusals(RequestDelegate next)
{
    private const int MaxKept = 64 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is null || context.IsGrpc())
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var sent = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            context.Response.Body = sent;
        }

        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && !HasReason(kept))
        {
            var reason = context.Response.StatusCode == StatusCodes.Status400BadRequest ? Wire.MessageMalformed : Wire.Internal;
            context.Response.ContentLength = null;
            await RefusalWriter.WriteAsync(context, reason).ConfigureAwait(false);
            return;
        }

        kept.Position = 0;
        await kept.CopyToAsync(sent, context.RequestAborted).ConfigureAwait(false);
    }

    private static bool HasReason(MemoryStream kept)
    {
        if (kept.Length is 0 or > MaxKept)
        {
            return false;
        }

        try
        {
            using var status = JsonDocument.Parse(kept.GetBuffer().AsMemory(0, (int)kept.Length));
            return status.RootElement.TryGetProperty("details", out var details) && details.GetArrayLength() > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
