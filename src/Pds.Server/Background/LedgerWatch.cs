using Pds.Ledger;

namespace Pds.Server.Background;

/// <summary>
/// Tells the operator, once for each change, what the recorder cannot decide alone: the store fails, another recorder took it over, the public
/// log is not advancing, the clock leapt. Also keeps the ledger's time each minute, so that an idle server never looks like one that was down.
/// </summary>
internal sealed class LedgerWatch(Recorder recorder, TimeProvider time, ILogger<LedgerWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeepTimeEvery = TimeSpan.FromMinutes(1);

    private (string? Fault, bool Fenced, string? Directory, bool Leapt) told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        var kept = time.GetTimestamp();
        try
        {
            do
            {
                Tell();
                if (time.GetElapsedTime(kept) >= KeepTimeEvery)
                {
                    kept = time.GetTimestamp();
                    await KeepTimeAsync(stoppingToken).ConfigureAwait(false);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private async Task KeepTimeAsync(CancellationToken stoppingToken)
    {
        try
        {
            await recorder.KeepTimeAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            // Tell says why; the next minute tries again.
        }
    }

    private void Tell()
    {
        var (fault, directory) = (recorder.Fault, recorder.DirectoryFault);
        var now = (Fault: fault?.GetType().Name, Fenced: recorder.IsFenced, Directory: directory?.GetType().Name, Leapt: recorder.Clock.IsLeapUnconfirmed);
        if (now.Fenced && !told.Fenced)
        {
            log.Fenced();
        }
        else if (now.Fault != told.Fault)
        {
            Say(fault, log.StoreFailed, log.StoreBack);
        }

        if (now.Directory != told.Directory)
        {
            Say(directory, log.DirectoryFailed, log.DirectoryBack);
        }

        if (now.Leapt && !told.Leapt)
        {
            log.ClockLeapt(recorder.Clock.LastLedgerTime);
        }

        told = now;
    }

    private static void Say(Exception? fault, Action<string, string> failed, Action back)
    {
        if (fault is null)
        {
            back();
        }
        else
        {
            failed(fault.GetType().Name, Log.PlaceOf(fault));
        }
    }
}
