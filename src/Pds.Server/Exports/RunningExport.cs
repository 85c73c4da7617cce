namespace Pds.Server.Exports;

/// <summary>An export while it is made.</summary>
internal sealed class RunningExport(CancellationToken stopping)
{
    private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private long done;
    private long total;

    /// <summary>Cancelled by its auditor or by the end of the server.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Leaves written.</summary>
    public long Done
    {
        get => Volatile.Read(ref done);
        set => Volatile.Write(ref done, value);
    }

    /// <summary>Leaves to be written; 0 before that is known.</summary>
    public long Total
    {
        get => Volatile.Read(ref total);
        set => Volatile.Write(ref total, value);
    }

    /// <summary>Its making; never fails.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Stops it and waits until it has stopped.</summary>
    public async Task StopAsync()
    {
        await source.CancelAsync().ConfigureAwait(false);
        await Work.ConfigureAwait(false);
    }
}
