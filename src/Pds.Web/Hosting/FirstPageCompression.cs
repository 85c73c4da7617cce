using System.IO.Compression;

namespace Pds.Web.Hosting;

/// <summary>
/// Compresses the first page, and that one only. A compressed page that holds a secret (a form's token) beside something a stranger can put into
/// it tells the secret by its length (BREACH). The first page, asked for without a session, reflects nothing; style sheet and icon are public.
/// </summary>
internal sealed class FirstPageCompression(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method)
            || request.Path != "/"
            || request.QueryString.HasValue
            || request.Cookies.ContainsKey(SignIn.Tickets.Cookie)
            || !request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var original = context.Response.Body;
        context.Response.Headers.ContentEncoding = "br";
        context.Response.Headers.Vary = "Accept-Encoding, Cookie";
        await using var brotli = new BrotliStream(original, CompressionLevel.Optimal, leaveOpen: true);
        context.Response.Body = brotli;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            context.Response.Body = original;
        }
    }
}
