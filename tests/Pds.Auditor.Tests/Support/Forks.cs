using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>Logs under one key that agree up to a leaf, and what a log sends to a witness.</summary>
internal static class Forks
{
    /// <summary>The log of <see cref="MemoryLog"/> with the leaf at <paramref name="changed"/> replaced.</summary>
    public static MemoryLog Of(int size, int changed)
    {
        var leaves = TestLeaves.Commitments(0, size);
        leaves[changed] = TestLeaves.Commitment(1_000_000_000 + changed);
        return Holding(leaves);
    }

    /// <summary>A log that holds exactly these leaves.</summary>
    public static MemoryLog Holding(byte[][] leaves)
    {
        var log = new MemoryLog();
        var append = log.Tree.Prepare(leaves);
        log.Keep(leaves, append);
        log.Tree.Accept(append);
        return log;
    }

    /// <summary>A request for a checkpoint of the log as it was at a size.</summary>
    public static async Task<AddCheckpoint> RequestAsync(this MemoryLog log, long from, long? size = null)
    {
        var at = size ?? log.Tree.Size;
        var checkpoint = Checkpoint.Sign(log.Signer, at, await log.Tree.RootAtAsync(at));
        return AddCheckpoint.Of(from, from == 0 ? null : await log.Tree.ProveConsistencyAsync(from, at), checkpoint);
    }

    /// <summary>Publishes the log's files into a directory.</summary>
    public static async Task PublishAsync(this MemoryLog log, string directory) =>
        await new TilePublisher(directory, log.Signer.Verifier, log).PublishAsync(log.Checkpoint(), CancellationToken.None);
}
