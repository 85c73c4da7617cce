using Pds.Ledger;

namespace Pds.Web.City;

/// <summary>データ通帳: her history as a bank book shows it, oldest line first, with the balance of live consents after each line. Each line is one entry.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="HiddenByLaw">Entries that a law forbids to tell her of: they have no line.</param>
internal sealed record Passbook(IReadOnlyList<Passbook.Line> Lines, long HiddenByLaw)
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

    /// <summary>Live consents after the last line.</summary>
    public int Balance => Lines.Count == 0 ? 0 : Lines[^1].Balance;

    /// <summary>Writes it from her whole history, oldest entry first.</summary>
    public static Passbook Of(IReadOnlyList<EventView> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var (lines, balance, living) = (new List<Line>(), 0, new HashSet<GrantId>());
        foreach (var one in history)
        {
            if (LineOf(one.Entry, living) is { } line)
            {
                lines.Add(new Line(one.Entry!.At, line.Key, one.Organization ?? "", one.Purpose ?? "", one.Number, balance += line.Change, one.Hands));
            }
        }

        return new Passbook(lines, history.LongCount(one => one.IsHidden));
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(Passbook);

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
