using Pds.Ledger;
using Pds.Server.FirstRun;

namespace Pds.Server.Witnessing;

/// <summary>
/// Before the recorder opens: a witness that shows more entries than the store has, under our own key's signature, proves that the store is an old
/// copy (I-22), even when the tile directory was put back together with it. Witnesses that do not answer prove nothing and hold nothing up
/// longer than their timeout.
/// </summary>
internal static class OldCopy
{
    /// <summary>Asks every witness at the same time.</summary>
    /// <param name="policy">The policy; null asks nobody.</param>
    /// <param name="options">For the timeout.</param>
    /// <param name="log">This log's key.</param>
    /// <param name="storedSize">Entries in the store.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="StartRefusedException">The store is an old copy.</exception>
    public static async Task RefuseAsync(LogPolicy? policy, ServerOptions options, NoteVerifier log, long storedSize, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromSeconds(options.WitnessTimeoutSeconds);
        var shown = await Task.WhenAll((policy?.Witnesses ?? []).Select(async witness =>
        {
            using var client = new WitnessClient(witness, patience);
            return (witness.Name, Checkpoint: await client.ReadCheckpointAsync(log, cancellationToken).ConfigureAwait(false));
        })).ConfigureAwait(false);
        if (shown.FirstOrDefault(one => one.Checkpoint?.Size > storedSize) is { Checkpoint: { } newer } seen)
        {
            throw new StartRefusedException(
                $"このデータは古い写しです。データには {storedSize} 件ありますが、立会人 {seen.Name} は、この記録の鍵で署名された {newer.Size} 件を確かめています。いちばん新しいデータを戻してください。\n"
                + $"The data is an old copy: it has {storedSize} entries, but witness {seen.Name} holds a checkpoint of {newer.Size} entries signed by this log's own key. Restore the newest data.");
        }
    }
}
