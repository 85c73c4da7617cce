using System.IO.Compression;
using Pds.Cryptography;

namespace Pds.Web;

/// <summary>The one style sheet, compressed once at the start and served under an address that changes with its content.</summary>
internal static class StyleSheet
{
    private const string Type = "text/css; charset=utf-8";
    private static readonly byte[] Plain = Read("site.css");
    private static readonly byte[] Brotli = Compress(Plain);

    /// <summary>Its address, such as <c>/site.css?v=3fA…</c>.</summary>
    public static string Address { get; } = "/site.css?v=" + Base64Url.Encode(Sha256.Hash(Plain))[..12];

    /// <summary>Bytes on the wire to a browser that takes brotli.</summary>
    public static int CompressedBytes => Brotli.Length;

    public static Task ServeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        return SendAsync(context, Type, context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal));
    }

    public static Task ServeIconAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=86400";
        context.Response.ContentType = "image/svg+xml";
        return context.Response.Body.WriteAsync(Icon, context.RequestAborted).AsTask();
    }

    private static readonly byte[] Icon = Read("icon.svg");

    private static Task SendAsync(HttpContext context, string type, bool brotli)
    {
        context.Response.ContentType = type;
        if (brotli)
        {
            context.Response.Headers.ContentEncoding = "br";
        }

        var bytes = brotli ? Brotli : Plain;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("Pds.Web.Assets." + name)
            ?? throw new InvalidOperationException($"The asset {name} is missing from the assembly.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var brotli = new BrotliStream(memory, CompressionLevel.SmallestSize))
        {
            brotli.Write(bytes);
        }

        return memory.ToArray();
    }
}
