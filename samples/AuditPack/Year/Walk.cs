using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>
/// A year of the city, day by day: people join, are asked, answer, change their minds; sources write; recipients ask for data in their rhythm; one
/// asks for too much. All choices follow from the seed; the same choices meet other keys and ids in every run.
/// </summary>
/// <param name="city">Where it happens.</param>
/// <param name="calendar">The days.</param>
/// <param name="source">Who asks what, and when.</param>
/// <param name="residents">How many join in the course of the year.</param>
/// <param name="uses">How many uses there shall be.</param>
/// <param name="seed">What the choices follow from.</param>
internal sealed class Walk(City city, Calendar calendar, OrganizationSource source, int residents, int uses, int seed) : IDisposable
{
    private const int FirstHour = 6;
    private const int JoinHour = 10;
    private const int LastHour = 21;

    private readonly Random _random = new(seed);
    private readonly Agenda _agenda = new();
    private readonly List<Resident> _residents = [];
    private Joining _joining = null!;
    private Demand _demand = null!;

    /// <summary>What happened so far.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Who joined so far.</summary>
    public IReadOnlyList<Resident> Residents => _residents;

    /// <summary>Walks through the year.</summary>
    /// <param name="evening">Told each day when it is over.</param>
    public async Task RunAsync(Func<DateOnly, Task> evening)
    {
        _joining = new Joining(city, calendar, _agenda, new Asking(city, calendar, source, _agenda, Tally), Tally, seed);
        _demand = new Demand(calendar, source.Rhythms, uses, _random);
        var overAsking = new OverAsking(city, calendar, Tally, new Random(seed + 1));
        var turns = new Turns(city, calendar);
        var joins = _joining.Plan(residents, _random);
        foreach (var day in calendar.Days)
        {
            await city.MoveToAsync(day.At(TimeSpan.FromHours(1)));
            await overAsking.NightAsync(day, _residents);
            await turns.RunAsync(day);
            var asked = _demand.Of(day, _residents, Tally["uses"], city.Clock.GetUtcNow());
            for (var hour = FirstHour; hour <= LastHour; hour++)
            {
                var joining = hour == JoinHour ? joins.Count(join => join == day) : 0;
                if (joining > 0 || asked.Has(hour) || _agenda.Has(day, hour))
                {
                    await LiveAsync(day, hour, joining, asked);
                }
            }

            await FillUpAsync(day);
            await evening(day);
        }
    }

    // What the consents of a day could not hold is made up for at the very end.
    private async Task FillUpAsync(DateOnly day)
    {
        if (day.AddDays(1) == calendar.End && uses > Tally["uses"])
        {
            var live = _residents.SelectMany(resident => resident.Items)
                .Where(item => !item.Rhythm.Storms && item.IsLiveAt(city.Clock.GetUtcNow()) && item.HasUsesLeft(day)).ToList();
            await new Using(city, Tally).RunAsync(_random.Some(live, uses - Tally["uses"]));
        }
    }

    private async Task LiveAsync(DateOnly day, int hour, int joining, DayDemand asked)
    {
        await city.MoveToAsync(day.At(TimeSpan.FromMinutes((hour * 60) + _random.Next(10))));
        _residents.AddRange(await _joining.JoinAsync(day, joining, _residents.Count));
        await _agenda.RunAsync(day, hour);
        await city.MoveByAsync(TimeSpan.FromSeconds(_random.Next(20, 400)));
        await new Using(city, Tally).RunAsync(_demand.Choose(asked, day, hour, _residents, city.Clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public void Dispose() => _residents.ForEach(resident => resident.Dispose());
}
