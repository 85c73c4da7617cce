using System.Collections.Concurrent;
using System.Globalization;
using Pds.Ledger;

namespace Pds.Client;

/// <summary>
/// The log as an organisation or a device has seen it: the newest checkpoint, kept across restarts. Every checkpoint shown later
/// must be a continuation of it, or a part of it (RFC 9162 section 2.1.4); a log that shows two histories is refused (I-22).
/// </summary>
/// <param name="kept">The newest checkpoint as it was kept, or empty.</param>
/// <param name="keep">Keeps the newest checkpoint.</param>
/// <param name="log">The pinned key; a kept note that it did not sign is none.</param>
/// <param name="prove">Asks for a consistency proof from an older to a newer checkpoint; null when there is none.</param>
/// <param name="clock">Spaces the writes.</param>
internal sealed class SeenLog(
    string? kept,
    Action<string> keep,
    NoteVerifier log,
    Func<Checkpoint, Checkpoint, CancellationToken, Task<ConsistencyProof?>> prove,
    TimeProvider clock) : IDisposable
{
    // A crash forgets at most this much of what was seen, and a busy client does not write to its disk for every call.
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(1);

    // Answers of one moment share a checkpoint: what was found to belong to the history is not asked for again.
    private const int MaxJoined = 1024;
    private readonly ConcurrentDictionary<long, Checkpoint> _joined = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Checkpoint? _newest = Checkpoint.TryOpen(kept, log, out var known) ? known : null;
    private long? _written;
    private bool _closed;

    /// <summary>Requires one history of what was seen before and these two checkpoints of one answer.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.LogForked"/>; or the server cannot be reached.</exception>
    public Task RequireAsync(Checkpoint older, Checkpoint newer, CancellationToken cancellationToken) =>
        Task.WhenAll(JoinAsync(older, newer, cancellationToken), RequireAsync(newer, cancellationToken));

    /// <summary>Requires one history of what was seen before and this checkpoint.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.LogForked"/>; or the server cannot be reached.</exception>
    public async Task RequireAsync(Checkpoint shown, CancellationToken cancellationToken)
    {
        if (_joined.TryGetValue(shown.Size, out var same))
        {
            await JoinAsync(same, shown, cancellationToken).ConfigureAwait(false); // Of one size: compared, not asked for.
            return;
        }

        if (!IsNews(shown) || !await TryExtendAsync(shown, cancellationToken).ConfigureAwait(false))
        {
            await JoinAsync(_newest!, shown, cancellationToken).ConfigureAwait(false);
        }

        Remember(shown);
    }

    /// <summary>Writes down what was seen since the last write, once.</summary>
    public void Dispose()
    {
        if (!_closed && _newest is { } newest)
        {
            keep(newest.Note);
        }

        _closed = true;
        _turn.Dispose();
    }

    private bool IsNews(Checkpoint shown) => _newest is not { } known || known.Size < shown.Size;

    // One at a time, or two calls could each carry on what is known with a history of their own and never meet. The largest goes
    // first or soon; those behind it are then a part of what is known and need no turn.
    private async Task<bool> TryExtendAsync(Checkpoint shown, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsNews(shown))
            {
                return false;
            }

            if (_newest is { } known)
            {
                await JoinAsync(known, shown, cancellationToken).ConfigureAwait(false);
            }

            _newest = shown;
            WriteNowAndThen(shown);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Remember(Checkpoint joined)
    {
        if (_joined.Count >= MaxJoined)
        {
            _joined.Clear();
        }

        _joined.TryAdd(joined.Size, joined);
    }

    private void WriteNowAndThen(Checkpoint newest)
    {
        if (_written is { } last && clock.GetElapsedTime(last) < WriteEvery)
        {
            return;
        }

        keep(newest.Note);
        _written = clock.GetTimestamp();
    }

    private async Task JoinAsync(Checkpoint known, Checkpoint shown, CancellationToken cancellationToken)
    {
        var (older, newer) = known.Size <= shown.Size ? (known, shown) : (shown, known);
        var proof = older.Size == newer.Size
            ? new ConsistencyProof(older.Size, newer.Size, [])
            : await prove(older, newer, cancellationToken).ConfigureAwait(false);
        if (proof?.Verify(older.Root, newer.Root) != true)
        {
            throw Forked(known, shown);
        }
    }

    private static PdsException Forked(Checkpoint known, Checkpoint shown) => new(
        LocalReasons.LogForked,
        string.Create(
            CultureInfo.InvariantCulture,
            $"台帳が二つに分かれています。前に見た {known.Size} 件の記録と、今回の {shown.Size} 件の記録がつながりません。データは開いていません。"))
    {
        Fork = new LogFork(known.Size, shown.Size, known.Note, shown.Note),
    };
}
