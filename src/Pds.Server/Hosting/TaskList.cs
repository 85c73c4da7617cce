using Pds.Consent;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Background;
using Pds.Server.Notices;

namespace Pds.Server.Hosting;

/// <summary>Everything that happens without a caller, with its period.</summary>
internal static class TaskList
{
    /// <summary>The tasks of a server; rows they pass over are told to the log.</summary>
    public static IReadOnlyList<Periodic> Of(Roles roles, ConsentActs acts, StatusLists statusLists, ILogger log)
    {
        void Damaged(InvalidDataException changed) => log.RowDamaged(Log.PlaceOf(changed));
        var sweeper = new IntentSweeper(roles.Recorder, Damaged);
        var expire = new ExpireConsents(roles.Recorder, Damaged);
        var finish = new FinishInvalidations(roles.Recorder, Damaged);
        var settle = new SettleWithdrawals(roles.Recorder, roles.Latch, Damaged);
        acts.FinishErasure.Damaged = Damaged;
        return
        [
            new("status-lists", TimeSpan.FromSeconds(roles.Options.StatusListSeconds), statusLists.PublishAsync),

            // Looks often enough to be at most a minute late, and does nothing but read one row when the epoch is entered.
            new("enter-heads", TimeSpan.FromSeconds(Math.Clamp(roles.Options.HeadsSeconds / 60, 1, 60)), stop => EnterHeadsAsync(roles.Recorder, stop)),
            new("settle-withdrawals", TimeSpan.FromSeconds(1), settle.RunAsync),
            new("expire-consents", TimeSpan.FromMinutes(1), expire.RunAsync),
            new("finish-invalidations", TimeSpan.FromMinutes(1), finish.RunAsync),

            // What an order could not finish, such as for a disk that failed meanwhile; and history whose last law has run out.
            new("finish-erasures", TimeSpan.FromSeconds(5), acts.FinishErasure.RunBegunAsync),
            new("erase-histories", TimeSpan.FromHours(1), acts.FinishErasure.RunDueAsync),

            // What residents are told of; what a mail server does not take waits for its own next try.
            new("tell-residents", TimeSpan.FromSeconds(roles.Options.NoticeSeconds), new TellResidents(roles.Recorder, Damaged).RunAsync),
            new("send-mails", TimeSpan.FromSeconds(roles.Options.NoticeSeconds), new SendMails(
                roles.Recorder, new NoticeText(roles.Recorder.Rows, roles.Options), new MailServer(roles.Options), log).RunAsync),

            // Its first turn is the recovery after a crash; none but intents too old to be resumed are stopped.
            new("sweep-intents", IntentSweeper.Interval, sweeper.SweepAsync),
            new("purge-expired-rows", TimeSpan.FromMinutes(10), stop => PurgeAsync(roles.Recorder, stop)),
            new("flush-refusals", TimeSpan.FromMinutes(1), async stop =>
            {
                await roles.RefusalLog.FlushAsync(all: false, stop).ConfigureAwait(false);
                return 0;
            }),
        ];
    }

    // An hour that cannot be entered now is entered when it can, or confessed as missed; LedgerWatch tells the operator why.
    private static async ValueTask<int> EnterHeadsAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        try
        {
            return await recorder.Heads.EnterAsync(cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }
        catch (LedgerUnavailableException)
        {
            return 0;
        }
    }

    // Until nothing is left: every call leaves rows that expire, and a bounded part of them on each beat would let the tables grow without end (I-41). Between two
    // parts the recorder serves whoever waits.
    private static async ValueTask<int> PurgeAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        for (var purged = 0; ;)
        {
            var part = await recorder.PurgeExpiredAsync(cancellationToken).ConfigureAwait(false);
            purged += part;
            if (part < Recorder.MaxPurgedRows)
            {
                return purged;
            }
        }
    }
}
