using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Notices;

/// <summary>A steward has printed a letter: it leaves the queue and is entered in the resident's history.</summary>
internal sealed class MarkLetterPrinted(Recorder recorder)
{
    /// <summary>NOT_FOUND when there is no such letter (any more), also for a mail; CONCURRENT_CHANGE.</summary>
    public async ValueTask<Outcome<NoticeId>> RunAsync(NoticeId id, OrganizationId steward, IReadOnlyList<Change> alongside, CancellationToken cancellationToken)
    {
        if (await NoticeMessageRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { Channel: NoticeChannel.Letter } letter)
        {
            return RefusalReason.NotFound;
        }

        var entry = new NoticesSent(
            Instant.Truncate(recorder.Clock.GetUtcNow()), id, NoticeTimes.NameOf(NoticeChannel.Letter), letter.Lines.Sum(line => line.Count), steward);
        var command = new Command(
            [new Change.Delete(NoticeMessageRow.Key(id), letter.RowVersion), .. alongside], [new EntryDraft(ChainId.Resident(letter.Resident), entry)]);
        return (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false)).Then(id, RefusalReason.ConcurrentChange);
    }
}
