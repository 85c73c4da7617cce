using System.Globalization;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Notices;

/// <summary>What no act brings and the days do: a consent that ends soon, and every 90 days how many live.</summary>
internal sealed class DailyLook(IRowReader rows)
{
    /// <summary>A consent that ends within so many days is told, once.</summary>
    public static readonly TimeSpan EndsSoon = TimeSpan.FromDays(14);

    /// <summary>From one reminder of living consents to the next.</summary>
    public static readonly TimeSpan RemindEvery = TimeSpan.FromDays(90);

    private const int PageRows = 200;

    /// <summary>What there is to tell one resident today.</summary>
    public async ValueTask<IReadOnlyList<WaitingNotice>> RunAsync(NoticeChoice choice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (found, living) = (new List<WaitingNotice>(), 0);
        for (long after = 0;
            await GrantRow.OfResidentAsync(rows, choice.Resident, after, PageRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page;
            after = page[^1].Ordinal)
        {
            foreach (var grant in page.Where(grant => grant.State is GrantState.Active or GrantState.Paused && grant.Terms.Ends > now))
            {
                living++;
                if (grant.Terms.Ends <= now + EndsSoon)
                {
                    found.Add(new WaitingNotice(choice.Resident, NoticeKind.Ending, grant.Id.ToString(), grant.Recipient, 1, now));
                }
            }
        }

        if (living > 0 && now >= (choice.Reminded ?? choice.Since) + RemindEvery)
        {
            var day = TokyoTime.DateOf(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            found.Add(new WaitingNotice(choice.Resident, NoticeKind.Reminder, day, null, living, now));
        }

        return found;
    }
}
