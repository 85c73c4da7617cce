using Pds.Auditor.Witness;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>A log to watch, as the command line names it.</summary>
internal sealed class WatchTarget : IDisposable
{
    private readonly ITileSource source;

    private WatchTarget(ITileSource source, NoteVerifier key, LogPolicy? policy) =>
        (this.source, Key, Policy, View) = (source, key, policy, new PublishedView(source, key));

    public NoteVerifier Key { get; }

    public LogPolicy? Policy { get; }

    public PublishedView View { get; }

    /// <summary>Reads the arguments; what is wrong with them is told on standard error, and null comes back.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static WatchTarget? Read(string log, string key, FileInfo? policyFile, FileInfo? authority)
    {
        var text = File.Exists(key) ? File.ReadAllText(key).Trim() : key;
        if (!NoteVerifier.TryParse(text, out var verifier))
        {
            Console.Error.WriteLine($"--key {key}: 記録の vkey ではありません。/ This is neither a log's vkey (name+key id+base64) nor a file with one.");
            return null;
        }

        LogPolicy? policy = null;
        if (policyFile is not null && !PolicyFile.TryRead(policyFile, out policy, out var problem))
        {
            Console.Error.WriteLine(problem);
            return null;
        }

        return Open(log, authority) is { } source ? new WatchTarget(source, verifier, policy) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => (source as IDisposable)?.Dispose();

    private static ITileSource? Open(string log, FileInfo? authority)
    {
        if (Uri.TryCreate(log, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return new HttpTileSource(address, authority is null ? null : TlsCertificates.FromPem(File.ReadAllText(authority.FullName))[0]);
        }

        if (Directory.Exists(log))
        {
            return new LogDirectory(log);
        }

        Console.Error.WriteLine($"{log}: フォルダーでも http(s) の URL でもありません。/ This is neither a directory nor an http(s) address.");
        return null;
    }
}
