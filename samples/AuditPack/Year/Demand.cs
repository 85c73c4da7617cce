namespace AuditPack;

/// <summary>How often each purpose is used on each day, so that the year ends with the number of uses it shall have.</summary>
internal sealed class Demand
{
    // In the first weeks few have consented yet.
    private const double RampDays = 70;

    private readonly Calendar _calendar;
    private readonly Rhythm[] _rhythms;
    private readonly int _uses;
    private readonly Random _random;
    private readonly Dictionary<DateOnly, double> _share = [];

    /// <summary>Lays the uses over the year.</summary>
    public Demand(Calendar calendar, Rhythm[] rhythms, int uses, Random random)
    {
        (_calendar, _rhythms, _uses, _random) = (calendar, rhythms, uses, random);
        var sum = 0.0;
        foreach (var day in calendar.Days)
        {
            var age = day.DayNumber - calendar.First.DayNumber;
            sum += rhythms.Sum(rhythm => calendar.WeightOf(rhythm, day)) * Math.Min(1, age / RampDays);
            _share[day] = sum;
        }

        foreach (var day in calendar.Days)
        {
            _share[day] /= sum;
        }
    }

    /// <summary>A day's uses by purpose and hour.</summary>
    public DayDemand Of(DateOnly day, IReadOnlyList<Resident> residents, int done, DateTimeOffset now)
    {
        var wanted = (int)Math.Round(_uses * _share[day]) - done;
        var live = residents.SelectMany(resident => resident.Items).Where(item => item.IsLiveAt(now) && item.HasUsesLeft(day))
            .GroupBy(item => item.Rhythm).ToDictionary(group => group.Key, group => group.Count());
        var counts = new Dictionary<(int Hour, Rhythm Rhythm), int>();
        var weights = _rhythms.Where(live.ContainsKey)
            .Select(rhythm => (Rhythm: rhythm, Weight: _calendar.WeightOf(rhythm, day) * Math.Min(1, live[rhythm] / 5.0))).ToList();
        var sum = weights.Sum(one => one.Weight);
        for (var n = 0; n < wanted && sum > 0; n++)
        {
            var rhythm = Draw(weights, sum);
            if (live[rhythm] > 0)
            {
                live[rhythm]--;
                var at = (_random.Of(rhythm.Hours), rhythm);
                counts[at] = counts.GetValueOrDefault(at) + 1;
            }
        }

        return new DayDemand(counts);
    }

    /// <summary>Whose data is asked for in an hour: consents that live now, each once.</summary>
    public List<Item> Choose(DayDemand demand, DateOnly day, int hour, IReadOnlyList<Resident> residents, DateTimeOffset now)
    {
        var chosen = new List<Item>();
        foreach (var rhythm in _rhythms)
        {
            if (demand.Counts.GetValueOrDefault((hour, rhythm)) is > 0 and var count)
            {
                var live = residents.SelectMany(resident => resident.Items)
                    .Where(item => item.Rhythm == rhythm && item.IsLiveAt(now) && item.HasUsesLeft(day)).ToList();
                chosen.AddRange(_random.Some(live, count));
            }
        }

        return chosen;
    }

    private Rhythm Draw(List<(Rhythm Rhythm, double Weight)> weights, double sum)
    {
        var at = _random.NextDouble() * sum;
        foreach (var (rhythm, weight) in weights)
        {
            if ((at -= weight) < 0)
            {
                return rhythm;
            }
        }

        return weights[^1].Rhythm;
    }
}

/// <summary>Uses of one day by hour and purpose.</summary>
internal sealed record DayDemand(IReadOnlyDictionary<(int Hour, Rhythm Rhythm), int> Counts)
{
    /// <summary>Whether an hour has a use.</summary>
    public bool Has(int hour) => Counts.Keys.Any(key => key.Hour == hour);
}
