namespace AuditPack;

/// <summary>One line a month: what happened in it, and how far the year has come.</summary>
internal sealed class Progress(Walk walk, City city)
{
    private static readonly string[] Counted = ["granted", "declined", "withdrawn", "uses", "refused"];
    private readonly Dictionary<string, int> _before = [];

    /// <summary>Says it.</summary>
    public void Tell(DateOnly day)
    {
        var month = Counted.Select(what => walk.Tally[what] - _before.GetValueOrDefault(what)).ToArray();
        foreach (var what in Counted)
        {
            _before[what] = walk.Tally[what];
        }

        var live = walk.Residents.Sum(resident => resident.Items.Count(item => item.IsLiveAt(city.Clock.GetUtcNow())));
        Console.WriteLine(Texts.Of(
            "month", day.Year, day.Month, walk.Tally["residents"], month[0], live, month[1], month[2], month[3], month[4], city.LogSize));
    }
}
