using Pds.Ledger;

namespace Pds.Server.Notices;

/// <summary>
/// Hands messages to the mail server, each at least once: it is entered after the server took it, so a crash between the two sends it again, under the
/// same id. What is not taken is tried again after growing pauses, and given up after about two days; a steward sees both.
/// </summary>
internal sealed class SendMails(Recorder recorder, NoticeText text, MailServer server, ILogger log)
{
    private const int PageRows = 50;

    /// <summary>One turn over the messages whose time has come.</summary>
    /// <returns>How many went out.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; the next turn goes on.</exception>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        for (long after = 0;
            await NoticeMessageRow.ListAsync(recorder.Rows, NoticeTimes.NameOf(NoticeChannel.Mail), after, PageRows, cancellationToken).ConfigureAwait(false)
                is { Count: > 0 } page;
            after = page[^1].Ordinal)
        {
            foreach (var message in page.Where(one => one.NextTry <= recorder.Clock.GetUtcNow()))
            {
                sent += await SendAsync(message, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return sent;
    }

    private async ValueTask<bool> SendAsync(NoticeMessage message, CancellationToken cancellationToken)
    {
        var choice = await NoticeChoiceRow.FindAsync(recorder.Rows, message.Resident, cancellationToken).ConfigureAwait(false);
        if (choice.Mail is not { } address)
        {
            // She wants no mail any more.
            await recorder.RecordAsync(new Command([new Change.Delete(NoticeMessageRow.Key(message.Id))], []), cancellationToken).ConfigureAwait(false);
            return false;
        }

        var body = await text.MailAsync(message, cancellationToken).ConfigureAwait(false);
        if (await server.SendAsync(address, text.Subject, body, message.Id.ToString(), message.MadeAt, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            var failed = message with { Failed = message.Failed + 1, Fault = fault.Name, NextTry = recorder.Clock.GetUtcNow() + NoticeMessage.PauseAfter(message.Failed + 1) };
            log.MailNotTaken(message.Id.ToString(), fault.Name, failed.Failed, failed.GivenUp);
            await recorder.RecordAsync(new Command([NoticeMessageRow.Put(failed)], []), cancellationToken).ConfigureAwait(false);
            return false;
        }

        // The mail is out. If the power fails before this line, it goes out once more, under the same id.
        var entry = new NoticesSent(
            Instant.Truncate(recorder.Clock.GetUtcNow()), message.Id, NoticeTimes.NameOf(NoticeChannel.Mail), message.Lines.Sum(line => line.Count));
        await recorder.RecordAsync(
            new Command([new Change.Delete(NoticeMessageRow.Key(message.Id))], [new EntryDraft(ChainId.Resident(message.Resident), entry)]), CancellationToken.None)
            .ConfigureAwait(false);
        return true;
    }
}
