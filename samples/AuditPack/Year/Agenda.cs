namespace AuditPack;

/// <summary>What residents do, hour by hour. In one hour different residents act at once, each in her own order.</summary>
internal sealed class Agenda
{
    private const int AtOnce = 8;
    private readonly Dictionary<(DateOnly Day, int Hour), List<(int Resident, Func<Task> Act)>> _acts = [];
    private readonly Lock _gate = new();

    /// <summary>Whether an hour has something to do.</summary>
    public bool Has(DateOnly day, int hour) => _acts.ContainsKey((day, hour));

    /// <summary>Puts something down; what is put into an hour that has passed is never done.</summary>
    public void Add(DateOnly day, int hour, int resident, Func<Task> act)
    {
        lock (_gate)
        {
            if (!_acts.TryGetValue((day, hour), out var acts))
            {
                _acts[(day, hour)] = acts = [];
            }

            acts.Add((resident, act));
        }
    }

    /// <summary>Does what stands in an hour, and forgets it.</summary>
    public async Task RunAsync(DateOnly day, int hour)
    {
        if (_acts.Remove((day, hour), out var acts))
        {
            var each = acts.GroupBy(act => act.Resident).OrderBy(group => group.Key);
            await Parallel.ForEachAsync(each, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (mine, _) =>
            {
                foreach (var (_, act) in mine)
                {
                    await act();
                }
            });
        }
    }
}
