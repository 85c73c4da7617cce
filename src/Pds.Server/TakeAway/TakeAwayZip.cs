using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.TakeAway;

/// <summary>The ZIP of what a resident takes away, file after file; it remembers what the manifest says of each: name, bytes, SHA-256.</summary>
/// <param name="zip">The archive, made to be written once.</param>
/// <param name="madeAt">The time every file bears, UTC.</param>
internal sealed class TakeAwayZip(ZipArchive zip, DateTimeOffset madeAt)
{
    /// <summary>The file that names all others.</summary>
    public const string Manifest = "manifest.json";

    private readonly List<(string Name, long Bytes, byte[] Sha256)> files = [];

    /// <summary>Adds a file written bit by bit.</summary>
    public async ValueTask AddAsync(string name, Func<Stream, ValueTask> writeAsync, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = madeAt;
        await using var file = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var hashing = new HashingStream(file);
        await writeAsync(hashing).ConfigureAwait(false);
        files.Add((name, hashing.Written, hashing.Digest()));
    }

    /// <summary>Adds a small file.</summary>
    public ValueTask AddAsync(string name, string text, CancellationToken cancellationToken) => AddAsync(name, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Adds a small file.</summary>
    public ValueTask AddAsync(string name, byte[] bytes, CancellationToken cancellationToken) =>
        AddAsync(name, file => file.WriteAsync(bytes, cancellationToken), cancellationToken);

    /// <summary>Adds a JSON file written bit by bit: UTF-8, indented, Japanese as Japanese.</summary>
    public ValueTask AddJsonAsync(string name, Func<Utf8JsonWriter, ValueTask> writeAsync, CancellationToken cancellationToken) => AddAsync(
        name,
        async file =>
        {
            await using var writer = new Utf8JsonWriter(file, Readable);
            await writeAsync(writer).ConfigureAwait(false);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Writes the manifest, which names every file but itself.</summary>
    public ValueTask CloseAsync(string format, string origin, CancellationToken cancellationToken) => AddJsonAsync(
        Manifest,
        writer =>
        {
            new JsonObject
            {
                ["format"] = format,
                ["origin"] = origin,
                ["made"] = Instant.Format(madeAt),
                ["files"] = new JsonArray([.. files.Select(file => (JsonNode)new JsonObject
                {
                    ["name"] = file.Name, ["bytes"] = file.Bytes, ["sha256"] = Convert.ToHexStringLower(file.Sha256),
                })]),
            }.WriteTo(writer);
            return ValueTask.CompletedTask;
        },
        cancellationToken);

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
