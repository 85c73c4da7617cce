namespace AuditPack;

/// <summary>Makes people out of common names and places of the region that do not exist.</summary>
/// <param name="random">Draws them.</param>
internal sealed class People(Random random)
{
    private static readonly PeopleSource Source = Resource.Read<PeopleSource>("people.ja.json");

    /// <summary>Words that records are made of.</summary>
    public static PeopleSource Words => Source;

    /// <summary>The next person.</summary>
    /// <param name="today">Ages are counted from here: many old, few young, as the region is.</param>
    public Person Next(DateOnly today)
    {
        var woman = random.Next(2) == 0;
        var family = random.Of(Source.Families);
        var given = random.Of(woman ? Source.Women : Source.Men);
        var town = random.Of(Source.Towns);
        var age = 18 + (int)(75 * Math.Sqrt(random.NextDouble()));
        return new Person(
            $"{family[0]} {given[0]}",
            $"{family[1]} {given[1]}",
            woman ? "女" : "男",
            today.AddYears(-age).AddDays(-random.Next(365)),
            town[0],
            $"青森県{town[1]}{random.Next(1, 9)}丁目{random.Next(1, 30)}番{random.Next(1, 20)}号",
            town[2],
            random.NextDouble());
    }
}

/// <summary>The shape of <c>people.ja.json</c>: pairs of writing and reading, towns with postal code and district, codes with names.</summary>
internal sealed record PeopleSource(
    string[][] Families,
    string[][] Women,
    string[][] Men,
    string[][] Towns,
    string[][] Conditions,
    string[][] Departments,
    string[] Comments,
    string[] Notes);
