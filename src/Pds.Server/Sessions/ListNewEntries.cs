using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>
/// What was entered in the histories of a host's residents since it read them last, for all pages that wait there at one moment. Each session is looked up as a
/// call in it would be, and its use noted; one that is not accepted holds up no other.
/// </summary>
internal sealed class ListNewEntries(Recorder recorder)
{
    /// <summary>The most sessions of one call.</summary>
    public const int MostAtOnce = 100;

    /// <summary>The most entries told of one history.</summary>
    public const int MostOfOne = 64;

    private const int MostBytes = 1024 * 1024;

    /// <summary>Answers each in its order; null where the session is not accepted.</summary>
    /// <param name="host">The calling host.</param>
    /// <param name="asked">Secrets, and the first positions not read yet (-1 for nothing but the size).</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask<IReadOnlyList<News?>> RunAsync(Organization host, IReadOnlyList<(string Secret, long FirstSeq)> asked, CancellationToken cancellationToken)
    {
        var (now, sessions) = (recorder.Clock.GetUtcNow(), new List<LiveSession?>(asked.Count));
        foreach (var (secret, _) in asked)
        {
            sessions.Add(await SessionRow.FindLivingAsync(recorder.Rows, secret, host, now, cancellationToken).ConfigureAwait(false));
        }

        var living = sessions.OfType<LiveSession>().ToList();
        await NoteAsync(living, now, cancellationToken).ConfigureAwait(false);

        // The heads are read after the sessions: whoever's session ended before is told nothing.
        var heads = recorder.HeadsOf([.. living.Select(session => ChainId.Resident(session.Resident))]);
        var (news, room, at) = (new List<News?>(asked.Count), MostBytes, 0);
        foreach (var ((_, first), session) in asked.Zip(sessions))
        {
            var one = session is null ? null : await ReadAsync(session.Resident, heads[at++], first, room, cancellationToken).ConfigureAwait(false);
            room -= one?.Entries.Sum(entry => entry.Body.Length) ?? 0;
            news.Add(one);
        }

        return news;
    }

    // When a note conflicts, another call noted the use or ended the session.
    private Task NoteAsync(List<LiveSession> living, DateTimeOffset now, CancellationToken cancellationToken) => Task.WhenAll(living
        .Where(session => session.IsToBeNoted(now)).DistinctBy(session => session.SecretHash)
        .Select(session => recorder.RecordAsync(new Command([SessionRow.Put(session with { UsedAt = now })], []), cancellationToken).AsTask()));

    private async ValueTask<News> ReadAsync(ResidentId resident, ChainHead? head, long first, int room, CancellationToken cancellationToken)
    {
        var (size, entries) = (head is null ? 0 : head.Seq + 1, new List<OpenedEntry>());
        if (first < 0 || first >= size || room <= 0)
        {
            return new News(size, entries);
        }

        var chain = recorder.ReadChainAsync(ChainId.Resident(resident), first - 1, MostOfOne, new Reader.Owner(), cancellationToken);
        await foreach (var entry in chain.ConfigureAwait(false))
        {
            if ((room -= entry.Body.Length) < 0 && entries.Count > 0)
            {
                break;
            }

            entries.Add(entry);
        }

        // What was entered between the two readings is part of the history too; and what was erased between them is gone.
        return new News(entries.Count == 0 ? 0 : Math.Max(size, entries[^1].Seq + 1), entries);
    }

    /// <summary>What is new in one history.</summary>
    /// <param name="Size">How many entries it has.</param>
    /// <param name="Entries">The first of those that were not read yet, opened.</param>
    internal sealed record News(long Size, IReadOnlyList<OpenedEntry> Entries)
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(News);
    }
}
