using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>
/// Asks for all sessions that wait at one moment in one call: while one call is under way, whoever comes waits for the next, as entries wait for one sync of the
/// disk. So each answer was given after its question was put, and a busy host asks hardly more often than an idle one.
/// </summary>
internal sealed class HistoryFollowing(LedgerService.LedgerServiceClient ledger)
{
    /// <summary>The most that one call asks for, as the server takes it.</summary>
    public const int MostAtOnce = 100;

    private readonly Lock _guard = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _asking;

    /// <summary>What is new in the history of one session.</summary>
    /// <param name="secret">The session's secret.</param>
    /// <param name="firstSeq">The first position not read yet; -1 to be told only where it ends.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <exception cref="PdsException">SESSION_NOT_ACCEPTED, or why the city could not be asked.</exception>
    public async Task<HistoryNews> AskAsync(string secret, long firstSeq, CancellationToken cancellationToken)
    {
        var mine = new Waiting(new FollowedHistory { SessionSecret = secret, FirstSeq = firstSeq });
        if (IsFirst(mine))
        {
            // It asks for others too, and goes on after this page is done: it is part of nobody's request.
            using var apart = ExecutionContext.SuppressFlow();
            _ = Task.Run(AskAllAsync, CancellationToken.None);
        }

        var news = await mine.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return news.Lives ? news : throw new PdsException("SESSION_NOT_ACCEPTED", "サインインの時間が終わりました。もう一度サインインしてください。");
    }

    private bool IsFirst(Waiting mine)
    {
        lock (_guard)
        {
            _waiting.Enqueue(mine);
            var isFirst = !_asking;
            _asking = true;
            return isFirst;
        }
    }

    private async Task AskAllAsync()
    {
        while (Take() is { Count: > 0 } asked)
        {
            try
            {
                var request = new ListNewEntriesRequest { Histories = { asked.Select(one => one.Question) } };
                var answer = await Call.RunAsync("ListNewEntries", null, () => ledger.ListNewEntriesAsync(request).ResponseAsync, CancellationToken.None).ConfigureAwait(false);
                if (answer.News.Count != asked.Count)
                {
                    throw new PdsException(LocalReasons.LedgerEvidenceRefused, "記録のつづきを確かめられません。");
                }

                foreach (var (one, news) in asked.Zip(answer.News))
                {
                    one.Answer.TrySetResult(news);
                }
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                asked.ForEach(one => one.Answer.TrySetException(failure));
            }
        }
    }

    private List<Waiting> Take()
    {
        lock (_guard)
        {
            var taken = new List<Waiting>();
            while (taken.Count < MostAtOnce && _waiting.TryDequeue(out var next))
            {
                taken.Add(next);
            }

            _asking = taken.Count > 0;
            return taken;
        }
    }

    private sealed record Waiting(FollowedHistory Question)
    {
        public TaskCompletionSource<HistoryNews> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <inheritdoc/>
        public override string ToString() => nameof(Waiting);
    }
}
