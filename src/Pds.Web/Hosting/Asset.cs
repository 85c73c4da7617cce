using System.IO.Compression;
using Pds.Cryptography;

namespace Pds.Web.Hosting;

/// <summary>One file of ours, compressed once at the start and served under an address that changes with its content.</summary>
internal sealed class Asset
{
    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly string _type;

    /// <summary>Reads it from the assembly.</summary>
    /// <param name="name">Its name, which is its path too.</param>
    /// <param name="type">Its media type.</param>
    public Asset(string name, string type)
    {
        (_plain, _type, Path) = (Read(name), type, "/" + name);
        _brotli = Compress(_plain);
        Address = $"{Path}?v={Base64Url.Encode(Sha256.Hash(_plain))[..12]}";
    }

    /// <summary>Where it is served.</summary>
    public string Path { get; }

    /// <summary>What pages name, such as <c>/site.css?v=3fA…</c>.</summary>
    public string Address { get; }

    /// <summary>Serves it.</summary>
    public Task ServeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        context.Response.ContentType = _type;
        var brotli = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (brotli)
        {
            headers.ContentEncoding = "br";
        }

        var bytes = brotli ? _brotli : _plain;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>The bytes of an embedded file.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream("Pds.Web.Assets." + name)
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
