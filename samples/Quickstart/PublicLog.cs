using System.Net;
using Pds.Cryptography;
using Pds.Ledger;

namespace Quickstart;

/// <summary>What anybody can fetch without an account: the log's files, the issuer's keys, the status list. Pinned to the city's CA.</summary>
internal sealed class PublicLog : IDisposable
{
    private readonly HttpClient _http;

    public PublicLog(Uri address, string cityCaFile)
    {
        var root = TlsCertificates.FromPem(File.ReadAllText(cityCaFile))[0];
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = PinnedTls.ForClient(root), UseProxy = false })
        {
            BaseAddress = address,
        };
    }

    public Task<byte[]> GetAsync(string path) => _http.GetByteArrayAsync(path);

    public Task<string> GetTextAsync(string path) => _http.GetStringAsync(path);

    /// <summary>Waits until the public tree covers an index: tiles are published a moment after the proof.</summary>
    public async Task<Checkpoint> WaitForAsync(NoteVerifier log, long index)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await TryGetCheckpointAsync() is { } text && Checkpoint.TryOpen(text, log, out var checkpoint) && checkpoint.Size > index)
            {
                return checkpoint;
            }

            await Task.Delay(200);
        }

        throw new SurpriseException("公開の記録に、20秒たっても最後の行がのりません。");
    }

    /// <summary>Downloads exactly the files that a tree of this size has (C2SP tlog-tiles), under their public names.</summary>
    public async Task DownloadAsync(Checkpoint checkpoint, string folder)
    {
        Write(folder, "checkpoint", System.Text.Encoding.UTF8.GetBytes(checkpoint.Note));
        for (var level = TilePath.Entries; level < TilePath.MaxLevels; level++)
        {
            var treeLevel = Math.Max(level, 0);
            var full = TilePath.FullCount(treeLevel, checkpoint.Size);
            var partial = TilePath.PartialWidth(treeLevel, checkpoint.Size);
            for (long index = 0; index < full; index++)
            {
                await DownloadAsync(new TilePath(level, index, FullTile.Width), folder);
            }

            if (partial > 0)
            {
                await DownloadAsync(new TilePath(level, full, partial), folder);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task DownloadAsync(TilePath tile, string folder) =>
        Write(folder, tile.ToString(), await GetAsync("/log/" + tile));

    private async Task<string?> TryGetCheckpointAsync()
    {
        using var answer = await _http.GetAsync("/log/checkpoint");
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : null;
    }

    private static void Write(string folder, string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
