using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>What is believed about the city from one moment on: its root certificate, its ledger's origin and its ledger's key.</summary>
/// <param name="Origin">The ledger's origin, also the audience of every proof.</param>
/// <param name="Log">Checks checkpoints.</param>
/// <param name="Root">The city's root certificate, DER, from the file the city handed over.</param>
internal sealed record CityFacts(string Origin, NoteVerifier Log, byte[] Root)
{
    /// <summary>Asks the server for its keys over TLS pinned to the city's certificate authority.</summary>
    /// <param name="address">https address.</param>
    /// <param name="cityCaFile">PEM file.</param>
    /// <param name="logKey">A log key known beforehand, which the server must confirm; null to believe it this once.</param>
    /// <param name="callTimeout">Longest life of the call.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static async Task<CityFacts> LearnAsync(
        Uri address, string cityCaFile, string? logKey, TimeSpan callTimeout, CancellationToken cancellationToken)
    {
        var root = ReadRoot(cityCaFile);
        using var channel = SecureChannel.Open(address, root, null, null, SecureChannel.DefaultRetries, callTimeout);
        var ledger = new LedgerService.LedgerServiceClient(channel.Invoker);
        var keys = await Call.RunAsync(
            "GetServerKeys",
            null,
            () => ledger.GetServerKeysAsync(new GetServerKeysRequest(), cancellationToken: cancellationToken).ResponseAsync,
            cancellationToken).ConfigureAwait(false);
        return Check(keys, root, logKey);
    }

    /// <summary>The city's root certificate from its PEM file, DER.</summary>
    public static byte[] ReadRoot(string cityCaFile) =>
        TlsCertificates.FromPem(File.ReadAllText(cityCaFile)) is [var root]
            ? root
            : throw new PdsException(LocalReasons.IdentityRefused, "市の認証局の証明書ファイルに、証明書がちょうど1つ要ります。");

    private static CityFacts Check(GetServerKeysResponse keys, byte[] root, string? logKey)
    {
        if (!keys.RootCertificate.Span.SequenceEqual(root) || (logKey is not null && logKey != keys.LogVkey))
        {
            throw new PdsException(LocalReasons.PinnedFactChanged, "サーバーの鍵が、市から受け取ったものと違います。");
        }

        return NoteVerifier.TryParse(keys.LogVkey, out var log) && log.Name == keys.Origin
            ? new CityFacts(keys.Origin, log, root)
            : throw new PdsException(LocalReasons.PinnedFactChanged, "記録台帳の鍵を確かめられません。");
    }
}
