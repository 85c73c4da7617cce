namespace Pds.Web.City;

/// <summary>Uses of a time, counted once for every page that shows them, and how much of that time a law hides.</summary>
internal sealed class SeenUses
{
    private (DateOnly To, IReadOnlyList<UseMonths.Month> Months, BarChart Chart)? _months;

    /// <param name="uses">Uses and refused attempts, newest first.</param>
    /// <param name="hiddenByLaw">How many entries a law forbids to tell her of.</param>
    public SeenUses(IReadOnlyList<UseView> uses, long hiddenByLaw)
    {
        ArgumentNullException.ThrowIfNull(uses);
        (Uses, HiddenByLaw) = (uses, hiddenByLaw);
        var recipients = new HashSet<string>(StringComparer.Ordinal);
        foreach (var use in uses)
        {
            if (use.Given)
            {
                Given += use.Use.Count;
                recipients.Add(use.Use.Recipient);
            }
            else
            {
                Refused += use.Use.Count;
            }
        }

        Recipients = recipients.Count;
    }

    /// <summary>Uses and refused attempts, newest first.</summary>
    public IReadOnlyList<UseView> Uses { get; }

    /// <summary>How many entries a law forbids to tell her of.</summary>
    public long HiddenByLaw { get; }

    /// <summary>How often data was given.</summary>
    public int Given { get; }

    /// <summary>How often it was refused.</summary>
    public int Refused { get; }

    /// <summary>How many received something.</summary>
    public int Recipients { get; }

    /// <summary>The months up to a day, and their chart.</summary>
    public (IReadOnlyList<UseMonths.Month> Months, BarChart Chart) MonthsTo(DateOnly today)
    {
        if (_months is not { } known || known.To != today)
        {
            var months = UseMonths.Of(Uses, today);
            _months = known = (today, months, BarChart.Of(months));
        }

        return (known.Months, known.Chart);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(SeenUses);
}
