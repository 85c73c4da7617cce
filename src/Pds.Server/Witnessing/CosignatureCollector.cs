using Pds.Ledger;

namespace Pds.Server.Witnessing;

/// <summary>
/// Asks the witnesses for cosignatures of each published checkpoint, beside everything else: publication, calls and proofs never wait for it.
/// At most eight witnesses are asked at once, each for a bounded time, each again after a growing pause. A witness that shows a checkpoint which
/// our key signed and our store does not have stops the recorder: then this store is the old copy.
/// </summary>
internal sealed class CosignatureCollector : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly WitnessedLog witnessed;
    private readonly Recorder recorder;
    private readonly TimeProvider time;
    private readonly ILogger<CosignatureCollector> log;
    private readonly List<WitnessLink> links;
    private bool hadQuorum;

    public CosignatureCollector(
        WitnessedLog witnessed, Recorder recorder, ServerOptions options, TimeProvider time, ILogger<CosignatureCollector> log)
    {
        (this.witnessed, this.recorder, this.time, this.log) = (witnessed, recorder, time, log);
        var patience = TimeSpan.FromSeconds(options.WitnessTimeoutSeconds);
        links = [.. (witnessed.Policy?.Witnesses ?? []).Select(witness => new WitnessLink(witness, patience, time))];
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var link in links)
        {
            link.Dispose();
        }

        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (links.Count == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do
            {
                await CollectAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        if (recorder.Published is not { } published)
        {
            return;
        }

        witnessed.Begin(published);
        var due = links.Where(link => link.IsDue && !witnessed.HasCosigned(link.Witness)).ToList();
        if (due.Count == 0)
        {
            return;
        }

        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (link, stop) => await AskAsync(link, published, stop).ConfigureAwait(false)).ConfigureAwait(false);
        Tell();
    }

    private async Task AskAsync(WitnessLink link, Checkpoint published, CancellationToken cancellationToken)
    {
        try
        {
            switch (await link.Client.AskAsync(published, size => recorder.ProveConsistencyAsync(size, published.Size, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                case WitnessReply.Cosigned(var cosignature):
                    Cosigned(link, cosignature, published);
                    break;
                case WitnessReply.Disagrees(var status):
                    await SettleAsync(link, status, cancellationToken).ConfigureAwait(false);
                    break;
                case WitnessReply.Away(var reason):
                    Failed(link, reason);
                    break;
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, such as a tile that cannot be read for the proof: the other witnesses are asked all the same.
            Failed(link, failure.GetType().Name);
        }
    }

    private void Cosigned(WitnessLink link, Cosignature cosignature, Checkpoint published)
    {
        try
        {
            witnessed.Add(cosignature, published);
            if (link.Succeeded())
            {
                log.WitnessBack(link.Witness.Name, published.Size);
            }
        }
        catch (IOException failure)
        {
            log.CosignedNotWritten(failure.GetType().Name);
        }
    }

    // A status is a hint from the network; only a checkpoint signed by our own key proves that this store is not the newest.
    private async Task SettleAsync(WitnessLink link, int status, CancellationToken cancellationToken)
    {
        if (await link.Client.ReadCheckpointAsync(recorder.Verifier, cancellationToken).ConfigureAwait(false) is { } signed
            && await recorder.GiveWayToAsync(signed, cancellationToken).ConfigureAwait(false))
        {
            log.NewerCopy(link.Witness.Name, signed.Size);
        }

        Failed(link, $"it refused the checkpoint with {status}");
    }

    private void Failed(WitnessLink link, string reason)
    {
        if (link.Failed(reason))
        {
            log.WitnessAway(link.Witness.Name, reason);
        }
    }

    // One line when the state changes, and one when the first quorum is met.
    private void Tell()
    {
        var changed = witnessed.Conclude();
        if (changed && witnessed.IsQuorumMissing)
        {
            log.QuorumMissing(witnessed.Newest?.Size ?? 0);
        }
        else if ((changed || !hadQuorum) && !witnessed.IsQuorumMissing)
        {
            hadQuorum = true;
            log.QuorumMet(witnessed.Newest!.Size);
        }
    }
}
