using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Ledger;
using Pds.Web.City;

namespace Pds.Web.Pages;

/// <summary>データ通帳: like a bank book, oldest line first, with the balance of live consents after each line. Each line is one entry of her history.</summary>
internal sealed class PassbookModel(EventReading events, TimeProvider clock) : PageModel
{
    /// <summary>One line.</summary>
    /// <param name="Time">When.</param>
    /// <param name="Key">The key of the words for what happened.</param>
    /// <param name="Recipient">Who.</param>
    /// <param name="Purpose">Why.</param>
    /// <param name="Number">The entry's number in the log.</param>
    /// <param name="Balance">Live consents after it.</param>
    /// <param name="Hands">By whose hands, when not by hers alone.</param>
    public sealed record Line(DateTimeOffset Time, string Key, string Recipient, string Purpose, long Number, int Balance, Hands? Hands)
    {
        /// <summary>Its civil date in Tokyo.</summary>
        public DateOnly Day => Dates.DateOf(Time);
    }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public int Balance => Lines.Count == 0 ? 0 : Lines[^1].Balance;

    /// <summary>Entries that a law forbids to tell her of: they have no line.</summary>
    public long HiddenByLaw { get; private set; }

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public async Task OnGetAsync()
    {
        var (lines, balance, asked) = (new List<Line>(), 0, new HashSet<GrantId>());
        var all = await events.ListAsync(HttpContext.RequestAborted);
        HiddenByLaw = all.LongCount(one => one.IsHidden);
        foreach (var one in all)
        {
            if (LineOf(one.Entry, asked) is { } line)
            {
                lines.Add(new Line(one.Entry!.At, line.Key, one.Organization ?? "", one.Purpose ?? "", one.Number, balance += line.Change, one.Hands));
            }
        }

        Lines = lines;
    }

    // A request that ran out or whose purpose fell was never in the balance. An intent that was stopped stands as a refusal behind it.
    private static (string Key, int Change)? LineOf(LedgerEntry? entry, HashSet<GrantId> living)
    {
        switch (entry)
        {
            case ConsentRequested:
                return ("passbook.asked", 0);
            case ConsentGranted given:
                living.Add(given.Grant);
                return ("passbook.given", 1);
            case ConsentDeclined:
                return ("passbook.declined", 0);
            case ConsentWithdrawn or ConsentExpired or ConsentInapplicable when EntrySubject.Of(entry).Grant is { } grant:
                return ("passbook.ended", living.Remove(grant) ? -1 : 0);
            case Disclosed:
                return ("passbook.used", 0);
            case DisclosureRefused or DisclosureStopped:
                return ("passbook.refused", 0);
            default:
                return null;
        }
    }
}
