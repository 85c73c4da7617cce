using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Notices;

/// <summary>
/// Finds out what residents are to be told, and puts it into messages when their time has come. Driven by their own chains and the clock alone, so
/// that no act of anybody waits for it, and a server that was down tells afterwards what happened meanwhile. Each step is one command with the
/// version of the resident's row: cut off anywhere, it is done again; done twice, the second finds it done.
/// </summary>
/// <param name="recorder">The ledger.</param>
/// <param name="damaged">Told of a row changed at rest, which holds up nobody behind it; null to be told of none.</param>
internal sealed class TellResidents(Recorder recorder, Action<InvalidDataException>? damaged = null)
{
    /// <summary>Entries looked at in one turn of one resident; the rest follows in the next.</summary>
    public const int MostEntries = 100;

    private const int PageRows = 100;

    /// <summary>One turn over everybody who is told anything.</summary>
    /// <returns>Messages put together.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; the next turn goes on.</exception>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        var (made, after, page) = (0, 0L, default(RowPage));
        do
        {
            page = await NoticeChoiceRow.SweepToldAsync(recorder.Rows, after, PageRows, cancellationToken).ConfigureAwait(false);
            page.Damaged.ToList().ForEach(changed => damaged?.Invoke(changed));
            foreach (var row in page.Rows)
            {
                made += await TryAsync(row, cancellationToken).ConfigureAwait(false);
            }

            after = page.LastOrdinal;
        }
        while (!page.IsLast);
        return made;
    }

    private async ValueTask<int> TryAsync(Row row, CancellationToken cancellationToken)
    {
        try
        {
            var choice = NoticeChoiceRow.From(row);
            if (await LookAsync(choice, cancellationToken).ConfigureAwait(false))
            {
                choice = await NoticeChoiceRow.FindAsync(recorder.Rows, choice.Resident, cancellationToken).ConfigureAwait(false);
            }

            return await WriteAsync(choice, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }
        catch (InvalidDataException changed)
        {
            damaged?.Invoke(changed);
            return 0;
        }
    }

    // What happened in her chain, and, once a day, what the days bring.
    private async ValueTask<bool> LookAsync(NoticeChoice choice, CancellationToken cancellationToken)
    {
        var (now, read, changes) = (Instant.Truncate(recorder.Clock.GetUtcNow()), choice.Read, new Dictionary<RowKey, Change>());
        var entries = recorder.ReadChainAsync(ChainId.Resident(choice.Resident), choice.Read, MostEntries, new Reader.Recovery(), cancellationToken);
        await foreach (var opened in entries.ConfigureAwait(false))
        {
            read = opened.Seq;
            if (NoticeKinds.EventIn(opened.Entry) is { } found)
            {
                await AddAsync(
                    changes, choice, new WaitingNotice(choice.Resident, found.Kind, found.Subject, found.Who, 1, opened.Entry.At), cancellationToken).ConfigureAwait(false);
            }
        }

        var (today, reminded) = (TokyoTime.DateOf(now), choice.Reminded);
        if (choice.Looked < today)
        {
            foreach (var notice in await new DailyLook(recorder.Rows).RunAsync(choice, now, cancellationToken).ConfigureAwait(false))
            {
                reminded = notice.Kind == NoticeKind.Reminder ? now : reminded;
                await AddAsync(changes, choice, notice, cancellationToken).ConfigureAwait(false);
            }
        }

        if (read == choice.Read && choice.Looked >= today)
        {
            return false;
        }

        // If the power fails here, the same entries are looked at again; what is marked is not told twice.
        var looked = choice with { Read = read, Looked = today > choice.Looked ? today : choice.Looked, Reminded = reminded };
        await recorder.RecordAsync(new Command([NoticeChoiceRow.Put(looked), .. changes.Values], []), cancellationToken).ConfigureAwait(false);
        return true;
    }

    // What she does not want to hear of, or what came before she chose, is marked all the same: a first use is the first only once.
    private async ValueTask AddAsync(Dictionary<RowKey, Change> changes, NoticeChoice choice, WaitingNotice notice, CancellationToken cancellationToken)
    {
        var key = WaitingNoticeRow.Key(notice.Resident, notice.Kind, notice.Subject);
        if (!changes.ContainsKey(key) && await recorder.Rows.FindAsync(key, cancellationToken).ConfigureAwait(false) is null)
        {
            changes.Add(key, WaitingNoticeRow.Put(notice, waits: choice.Wants(notice.Kind) && notice.At >= choice.Since));
        }
    }

    private async ValueTask<bool> WriteAsync(NoticeChoice choice, CancellationToken cancellationToken)
    {
        var waiting = await WaitingNoticeRow.OfResidentAsync(recorder.Rows, choice.Resident, cancellationToken).ConfigureAwait(false);
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (waiting.Count == 0 || NoticeTimes.DueAt(choice.Rhythm, waiting[0].At) > now)
        {
            return false;
        }

        var message = new NoticeMessage
        {
            Id = NoticeId.New(),
            Resident = choice.Resident,
            Channel = choice.Channel,
            Lines = [.. waiting.GroupBy(one => (one.Kind, one.Who)).OrderBy(group => group.Key.Kind)
                .Select(group => new NoticeLine(group.Key.Kind, group.Key.Who, group.Sum(one => one.Count)))],
            MadeAt = now,
            NextTry = now,
        };

        // The row of her choice is required as it was read, so that of two turns at once only one makes a message.
        var command = new Command([NoticeChoiceRow.Put(choice), NoticeMessageRow.Put(message), .. waiting.Select(one => WaitingNoticeRow.Put(one, waits: false))], []);
        return await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) is Recording.Done;
    }
}
