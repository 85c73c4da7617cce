namespace Pds.Ledger;

/// <summary>
/// Advances the public tile directory on its own beat, so that nobody reads the second of an act from it. A directory that cannot be
/// written delays publication and nothing else: entries stay provable from the recorder.
/// </summary>
internal sealed class DirectoryPublisher(
    TilePublisher publisher, HeadsFile heads, Func<Checkpoint> latest, TimeSpan interval, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim advanced = new(0, 1);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private Task loop = Task.CompletedTask;
    private volatile Checkpoint? published;

    /// <summary>The directory's checkpoint; null before the first publication.</summary>
    internal Checkpoint? Published => published;

    /// <summary>Entries in the directory.</summary>
    internal long Size => published?.Size ?? 0;

    /// <summary>Why the directory could not be advanced last time, or null.</summary>
    internal Exception? Fault { get; private set; }

    internal void Start() => loop = Task.Run(RunAsync);

    /// <summary>There is a newer checkpoint. Cheap.</summary>
    internal void Advanced()
    {
        if (interval == TimeSpan.Zero && advanced.CurrentCount == 0)
        {
            try
            {
                advanced.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else woke the loop between the look and the release: it is awake, which is all we wanted.
            }
        }
    }

    internal async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var checkpoint = latest();
            if (checkpoint.Size > Size)
            {
                await publisher.PublishAsync(checkpoint, cancellationToken).ConfigureAwait(false);
                published = checkpoint;
            }

            // Power fails here: the entries are public and their openings are not yet; the next publication appends them.
            heads.Advance(Size);
            Fault = null;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(false);
        await TryPublishAsync(CancellationToken.None).ConfigureAwait(false);
        stop.Dispose();
        turn.Dispose();
        advanced.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await (interval == TimeSpan.Zero ? advanced.WaitAsync(stop.Token) : Task.Delay(interval, time, stop.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await TryPublishAsync(stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Publishes now or says in <see cref="Fault"/> why not.</summary>
    internal async Task TryPublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closing: the last publication follows.
        }
        catch (Exception fault)
        {
            Fault = fault; // The next beat tries again.
        }
    }
}
