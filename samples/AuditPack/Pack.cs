using System.Diagnostics;
using System.Text.Json;

namespace AuditPack;

/// <summary>The whole command from top to bottom: a city, a year, an audit, and where everything is.</summary>
internal sealed class Pack(Options options, string folder, Stopwatch watch)
{
    private const int Days = 364;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Runs it.</summary>
    /// <returns>What <c>pds-audit verify</c> ended with.</returns>
    public async Task<int> RunAsync()
    {
        _ = AuditTool.Path;
        var now = DateTimeOffset.UtcNow;
        var first = JapaneseTime.DayOf(now).AddDays(-Days);
        var source = OrganizationSource.Read();
        Console.WriteLine(Texts.Of("title"));
        Console.WriteLine(Texts.Of("plan", options.Residents, options.Uses, JapaneseTime.Era(first), JapaneseTime.Era(first.AddDays(Days - 1)), options.Seed));
        Console.WriteLine(Texts.Of("epoch"));

        await using var city = await City.FoundAsync(folder, new CityClock(first.At(TimeSpan.Zero)), source);
        Console.WriteLine(Texts.Of("founded", city.Organisations.Count, city.Organisations.Sum(one => one.Purposes.Count)));
        var visit = new AuditVisit(city, folder);
        using var walk = new Walk(city, new Calendar(first, Days, new Random(options.Seed)), source, options.Residents, options.Uses, options.Seed);
        var progress = new Progress(walk, city);
        await walk.RunAsync(day => EndOfDayAsync(day, first, progress, visit));

        // The year ends now, so that the server can go on from here by the machine's clock.
        await city.MoveToAsync(now);
        var exitCode = await AuditAsync(visit);
        await File.WriteAllTextAsync(Path.Combine(folder, "counts.json"), JsonSerializer.Serialize(walk.Tally.All, Readable) + "\n");
        Tell(walk);
        return exitCode;
    }

    private static async Task EndOfDayAsync(DateOnly day, DateOnly first, Progress progress, AuditVisit visit)
    {
        if (day.AddDays(1).Day == 1 || day == first.AddDays(Days - 1))
        {
            progress.Tell(day);
            await visit.TakeStatusListsAsync(day);
        }

        if (day == first.AddDays(Days / 2))
        {
            Console.WriteLine(Texts.Of("exporting", JapaneseTime.Era(day)));
            await visit.TakeHalfYearAsync();
        }
    }

    private async Task<int> AuditAsync(AuditVisit visit)
    {
        Console.WriteLine(Texts.Of("exporting", JapaneseTime.Era(JapaneseTime.DayOf(DateTimeOffset.UtcNow))));
        await visit.TakeYearAsync();
        Console.WriteLine(Texts.Of("verifying"));
        var exitCode = await visit.VerifyAsync();
        Console.WriteLine(await File.ReadAllTextAsync(Path.Combine(folder, "audit", "verdict.txt")));
        Console.WriteLine(Texts.Of("sampling"));
        await visit.RunAsync("sample", "--n", "25", "--seed", "1", "--out", Path.Combine(folder, "audit", "sample"));
        Console.WriteLine(Texts.Of("reporting"));
        await visit.RunAsync("report", "--out", Path.Combine(folder, "audit", "report"));
        return exitCode;
    }

    private void Tell(Walk walk)
    {
        Console.WriteLine();
        Console.WriteLine(Texts.Of("done", watch.Elapsed.TotalSeconds, walk.Tally["uses"], walk.Tally["refused"]));
        Console.WriteLine(Texts.Of("where"));
        foreach (var (key, path) in new[]
        {
            ("where.export", "audit/year"), ("where.sealed", "audit/year.tar.age, audit/age-key.txt"), ("where.verdict", "audit/verdict.txt, audit/verdict.json"),
            ("where.sample", "audit/sample"), ("where.report", "audit/report"), ("where.lists", "audit/status-lists, audit/heads"),
            ("where.organizations", "organizations"), ("where.data", "data"),
        })
        {
            Console.WriteLine($"  {path,-42} {Texts.Of(key)}");
        }

        Console.WriteLine("  " + folder);
        Console.WriteLine("  " + Texts.Of("where.go-on", Path.Combine(folder, "data")));
    }
}
