using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Benchmarks;

/// <summary>
/// What the primitives alone cost on an export: SHA-256 over every file; for every leaf its MACs, its commitment, its leaf hash and its share of
/// the tree; SHA-256 over documents; one ES256 check for each receipt, evidence and status list, and the import of each device's key. Reading, JSON
/// and base64 are done before the clock runs. Runs on one thread and counts processor time, which neighbours on the machine do not stretch.
/// </summary>
internal static class BareVerification
{
    /// <summary>What it did.</summary>
    /// <param name="Seconds">Processor seconds of the primitives.</param>
    /// <param name="Leaves">Leaves.</param>
    /// <param name="Signatures">ES256 checks.</param>
    /// <param name="Bytes">Bytes of all files.</param>
    public sealed record Result(double Seconds, long Leaves, long Signatures, long Bytes);

    public static Result Run(string export)
    {
        var clock = new CpuClock();
        var (leaves, signatures, bytes) = (0L, 0L, 0L);
        foreach (var file in Directory.GetFiles(export, "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllBytes(file);
            bytes += content.Length;
            clock.Start();
            Sha256.Hash(content);
            clock.Stop();
            var folder = Path.GetRelativePath(export, file).Split('/')[0];
            if (folder == "leaves")
            {
                leaves += HashLeaves(content, clock);
            }
            else if (folder is "consents" or "receipts" or "status")
            {
                signatures += CheckSignatures(content, clock);
            }
        }

        return new Result(clock.Seconds, leaves, signatures, bytes);
    }

    private static int HashLeaves(byte[] content, CpuClock clock)
    {
        var lines = Lines(content).Select(line => ExportedLeaf.TryParse(line, out var leaf) ? leaf : throw new InvalidDataException()).ToList();
        var links = lines.Select(leaf => leaf.Link?.ToBytes() ?? []).ToList();
        var names = lines.Select(leaf => leaf.Name is { } name ? Encoding.UTF8.GetBytes(name) : null).ToList();
        Span<byte> b = stackalloc byte[32];
        Span<byte> n = stackalloc byte[32];
        Span<byte> digest = stackalloc byte[32];
        Span<byte> commit = stackalloc byte[86];
        clock.Start();
        for (var at = 0; at < lines.Count; at++)
        {
            var leaf = lines[at];
            if (leaf.Body is not null)
            {
                HmacSha256.Mac(leaf.BodyKey, leaf.Body, b);
            }

            HmacSha256.Mac(leaf.LinkKey, links[at], n);
            if (names[at] is { } name)
            {
                HmacSha256.Mac(leaf.ChainKey, name, digest);
            }

            Sha256.Hash(commit, digest); // C
            Sha256.Hash(commit[..34], digest); // the leaf of the tree
            Sha256.Hash(commit[..65], digest); // one inner node for each leaf
        }

        clock.Stop();
        return lines.Count;
    }

    // Another message than was signed: the check costs the same and says no. Each device has a key of its own, which must be imported to be used.
    private static int CheckSignatures(byte[] content, CpuClock clock)
    {
        using var key = Es256Key.Create();
        var signature = key.Sign([1, 2, 3]);
        var items = new List<(byte[] Document, ECParameters? Device)>();
        foreach (var line in Lines(content))
        {
            using var json = JsonDocument.Parse(line);
            items.Add(json.RootElement.TryGetProperty("token", out var token)
                ? (Encoding.ASCII.GetBytes(token.GetString()!.Split('~')[0]), null)
                : (BytesOf(json.RootElement, "document"), PointOf(json.RootElement.GetProperty("device"))));
        }

        clock.Start();
        foreach (var (document, device) in items)
        {
            Sha256.Hash(document);
            if (device is { } point)
            {
                using var imported = ECDsa.Create(point);
                imported.VerifyData(document, signature, HashAlgorithmName.SHA256);
            }
            else
            {
                key.PublicKey.Verify(document, signature);
            }
        }

        clock.Stop();
        return items.Count;
    }

    private static byte[] BytesOf(JsonElement json, string name) =>
        Base64Url.TryDecode(json.GetProperty(name).GetString(), out var bytes) ? bytes : throw new InvalidDataException();

    private static ECParameters PointOf(JsonElement jwk) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = BytesOf(jwk, "x"), Y = BytesOf(jwk, "y") },
    };

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] content)
    {
        for (int start = 0, end; start < content.Length; start = end + 1)
        {
            end = Array.IndexOf(content, (byte)'\n', start);
            yield return content.AsMemory(start, end - start);
        }
    }

    private sealed class CpuClock
    {
        private TimeSpan since;

        public double Seconds { get; private set; }

        public void Start() => since = Environment.CpuUsage.TotalTime;

        public void Stop() => Seconds += (Environment.CpuUsage.TotalTime - since).TotalSeconds;
    }
}
