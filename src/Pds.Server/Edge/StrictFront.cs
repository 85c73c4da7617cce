using System.Collections.Frozen;

namespace Pds.Server.Edge;

/// <summary>
/// The first thing a request meets: refuses what Kestrel lets through although no honest client sends it. A Host that is not ours (421)
/// would let a page elsewhere speak to us under its own name; Transfer-Encoding over HTTP/2 (400, RFC 9113 section 8.2.2) is only ever sent
/// to smuggle. A Content-Length that is not all digits never gets here, see <see cref="StrictContentLength"/>.
/// </summary>
internal sealed class StrictFront(RequestDelegate next, ServerOptions options)
{
    private readonly FrozenSet<string> hosts = options.Hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!hosts.Contains(request.Host.Host))
        {
            return Refuse(context, StatusCodes.Status421MisdirectedRequest);
        }

        var smuggles = !HttpProtocol.IsHttp11(request.Protocol) && request.Headers.ContainsKey("Transfer-Encoding");
        return smuggles || HttpProtocol.IsHttp10(request.Protocol) ? Refuse(context, StatusCodes.Status400BadRequest) : next(context);
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
