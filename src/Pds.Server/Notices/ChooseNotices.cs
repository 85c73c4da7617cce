using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Notices;

/// <summary>A resident chooses how she is told. From then on: what happened before is not told afterwards.</summary>
internal sealed class ChooseNotices(Recorder recorder, bool mailIsSetUp)
{
    /// <summary>NOTICE_CHANNEL_UNAVAILABLE when the city sends no mail; NOT_FOUND (an erasure ran); CONCURRENT_CHANGE.</summary>
    public async ValueTask<Outcome<NoticeChoice>> RunAsync(
        NoticeChoice wanted, string? actedBy, Acting? acting, Func<NoticeChoice, IReadOnlyList<Change>> alongside, CancellationToken cancellationToken)
    {
        if (wanted.Channel == NoticeChannel.Mail && !mailIsSetUp)
        {
            return RefusalReason.NoticeChannelUnavailable;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var before = await NoticeChoiceRow.FindAsync(recorder.Rows, wanted.Resident, cancellationToken).ConfigureAwait(false);
        var chosen = before with
        {
            Channel = wanted.Channel,
            Rhythm = wanted.Rhythm,
            Kinds = wanted.Kinds,
            Mail = wanted.Channel == NoticeChannel.Mail ? wanted.Mail : null,
            Since = before.Channel == NoticeChannel.None ? now : before.Since,
            Reminded = before.Channel == NoticeChannel.None ? null : before.Reminded,
        };
        var entry = new NoticesChosen(
            now, NoticeTimes.NameOf(chosen.Channel), NoticeTimes.NameOf(chosen.Rhythm), [.. chosen.Kinds.Select(NoticeKinds.NameOf)], actedBy) { Acting = acting };
        var command = new Command(
            [ResidentRow.Stands(chosen.Resident), NoticeChoiceRow.Put(chosen), .. alongside(chosen)],
            [new EntryDraft(ChainId.Resident(chosen.Resident), entry)]);
        return (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false)).Then(chosen, RefusalReason.ConcurrentChange);
    }
}
