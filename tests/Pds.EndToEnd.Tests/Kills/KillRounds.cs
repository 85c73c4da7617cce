using System.Diagnostics;
using System.Globalization;

namespace Pds.EndToEnd.Tests;

/// <summary>Mixed load, SIGKILL, restart on the same folder, and then every acknowledged act is looked for. No hand touches the folder in between.</summary>
public sealed class KillRounds(ITestOutputHelper output)
{
    private const int Residents = 3;
    private const int RoundsWithOneSetOfResidents = 4;

    [Fact]
    [Trait("Feature", "C4")]
    [Trait("Invariant", "I-07")]
    [Trait("Invariant", "I-08")]
    [Trait("Invariant", "I-09")]
    [Trait("Invariant", "I-21")]
    public async Task Nothing_acknowledged_is_lost_when_the_server_is_killed_under_load_again_and_again()
    {
        var (rounds, seed) = (FromEnvironment("PDS_KILL_ROUNDS", 60), FromEnvironment("PDS_KILL_SEED", Random.Shared.Next()));
        Say($"{rounds} rounds, seed {seed} (PDS_KILL_ROUNDS, PDS_KILL_SEED)");
        await using var city = await RunningCity.OpenAsync();
        var handed = new HandedOut(city.Recipient.Verifier);
        var tree = new PublicTree(city.LogFolder, city.Log);
        var clock = Stopwatch.StartNew();
        List<ResidentLoad> loads = [];
        var (acknowledged, cut, longestStart, size) = (0, 0, TimeSpan.Zero, 0L);
        for (var round = 1; round <= rounds; round++)
        {
            if (round % RoundsWithOneSetOfResidents == 1)
            {
                (acknowledged, cut) = (acknowledged + loads.Sum(load => load.Acknowledged), cut + loads.Sum(load => load.CutOff));
                loads = await EnrollAsync(city, handed);
            }

            await LoadAndKillAsync(city, loads, new Random(unchecked(seed + (round * 7919))), start => longestStart = Longer(longestStart, start));
            await Task.WhenAll(loads.Select(load => load.CheckAsync()));
            size = await tree.RequireExtendsAsync(handed);
            if (round % 10 == 0 || round == rounds)
            {
                var (acks, cuts) = (acknowledged + loads.Sum(load => load.Acknowledged), cut + loads.Sum(load => load.CutOff));
                Say($"round {round}: {acks} acknowledged acts, {cuts} cut off, {handed.Count} positions under {handed.Checkpoints} checkpoints, "
                    + $"{size} entries, longest restart {longestStart.TotalSeconds:F1} s, {clock.Elapsed.TotalSeconds:F0} s so far");
            }
        }

        handed.Count.Should().BeGreaterThan(rounds, "the load got through between the kills");
    }

    private static async Task<List<ResidentLoad>> EnrollAsync(RunningCity city, HandedOut handed) => [.. await Task.WhenAll(
        Enumerable.Range(0, Residents).Select(async number =>
        {
            var name = $"見本 {number}";
            return new ResidentLoad(await city.EnrollResidentAsync(name), name, handed);
        }))];

    private static async Task LoadAndKillAsync(RunningCity city, List<ResidentLoad> loads, Random random, Action<TimeSpan> started)
    {
        using var stop = new CancellationTokenSource();
        var running = loads.Select(load => new Random(random.Next())).ToList()
            .Zip(loads, (own, load) => Task.Run(() => load.RunAsync(own, stop.Token)))
            .ToList();
        await Task.Delay(random.Next(50, 700));
        await stop.CancelAsync();
        await city.KillAsync();
        var clock = Stopwatch.StartNew();
        await city.StartAsync();
        started(clock.Elapsed);
        await Task.WhenAll(running);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private void Say(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text); // Two thousand rounds take long: whoever waits sees where they are.
    }
}
