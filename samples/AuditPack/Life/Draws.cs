namespace AuditPack;

/// <summary>Ways to draw.</summary>
internal static class Draws
{
    /// <summary>One of these.</summary>
    public static T Of<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>True that often.</summary>
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    /// <summary>So many of these, each at most once, in the order drawn.</summary>
    public static List<T> Some<T>(this Random random, IReadOnlyList<T> choices, int count)
    {
        var all = choices.ToArray();
        count = Math.Min(count, all.Length);
        for (var i = 0; i < count; i++)
        {
            var other = random.Next(i, all.Length);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return [.. all[..count]];
    }
}
