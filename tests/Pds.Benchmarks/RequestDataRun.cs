using System.Collections.Concurrent;
using Google.Protobuf;
using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.Benchmarks;

/// <summary>
/// RequestData beside its two baselines, all in one run against one server process. Calls are built before they are timed; a call proof
/// is fresh for 60 seconds, so each round builds its own. Rounds alternate, so that a slow minute of the machine hits all rows; the first is not counted, because a
/// server runs compiled code.
/// </summary>
internal static class RequestDataRun
{
    private const int Residents = 64;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(int callers, int seconds)
    {
        Console.WriteLine("Setting up a city of its own…");
        await using var city = await MeasuredCity.StartAsync(Residents);
        var (real, realChannel) = city.RawClient(city.City);
        var (bare, bareChannel) = city.RawClient(city.Bare);
        using var closeReal = realChannel;
        using var closeBare = bareChannel;
        var first = (await city.BuildCallsAsync(1))[0];
        var answer = await real.RequestDataAsync(first);
        await bare.RequestDataAsync(new RequestDataRequest { GateKid = Baselines.Sample, Call = answer.ToByteString() });

        var bareCall = Like(first, Baselines.Bare);
        var floorCall = Like(first, Baselines.Floor);
        var rows = new Dictionary<string, List<Sample>>();
        var (duration, warmUp) = (TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(2));
        for (var round = 0; round <= Rounds; round++)
        {
            Console.WriteLine(round == 0 ? "Warming up…" : $"Round {round} of {Rounds}…");
            await MeasureAsync("a bare", i => bare.RequestDataAsync(bareCall).ResponseAsync);
            await MeasureAsync("b floor", i => bare.RequestDataAsync(floorCall).ResponseAsync);
            var calls = await StockAsync(city, rows, "c RequestData", callers, seconds);
            await MeasureAsync("c RequestData", i => real.RequestDataAsync(calls[i]).ResponseAsync, calls.Length);
            var prepared = await PreparedAsync(city, calls.Length);
            await MeasureAsync("d through SDK", i => city.Recipient.SendAsync(prepared[i]), prepared.Length);
        }

        var best = rows.ToDictionary(row => row.Key, row => row.Value.Skip(1).OrderBy(sample => sample.PerSecond).ElementAt(Rounds / 2));
        var table = new Table($"{callers} callers, median of {Rounds}", "calls/s", "p50 ms", "p99 ms", "of (a)", "of (b)");
        foreach (var (name, sample) in best)
        {
            table.Add(name, sample.PerSecond, sample.P50, sample.P99, sample.PerSecond / best["a bare"].PerSecond, sample.PerSecond / best["b floor"].PerSecond);
        }

        table.Print();
        await OpenLoopAsync(city, real, bare, bareCall, best["c RequestData"].PerSecond / 2, seconds);
        Target.AtLeast("(c) / (b)", best["c RequestData"].PerSecond / best["b floor"].PerSecond, 0.40);
        Target.AtLeast("(c) / (a)", best["c RequestData"].PerSecond / best["a bare"].PerSecond, 0.10);
        Target.AtLeast("(d) / (a)", best["d through SDK"].PerSecond / best["a bare"].PerSecond, 0.06);
        return Target.ExitCode;

        async Task MeasureAsync(string name, Func<long, Task> call, long supply = long.MaxValue)
        {
            var sample = await Load.ClosedAsync(callers, duration, warmUp, call, supply);
            (rows.TryGetValue(name, out var samples) ? samples : rows[name] = []).Add(sample);
        }
    }

    // Enough calls for the measured time, not so many that building them outlives their proofs.
    private static Task<RequestDataRequest[]> StockAsync(
        MeasuredCity city, Dictionary<string, List<Sample>> rows, string name, int callers, int seconds) =>
        city.BuildCallsAsync(rows.TryGetValue(name, out var earlier) ? (int)(earlier[^1].PerSecond * (seconds + 2) * 1.2) + callers : 6000);

    private static async Task<PreparedCall[]> PreparedAsync(MeasuredCity city, int count)
    {
        var calls = new PreparedCall[count];
        await Parallel.ForAsync(0, count, async (i, _) => calls[i] = await city.PrepareAsync(i));
        return calls;
    }

    private static async Task OpenLoopAsync(
        MeasuredCity city, DisclosureService.DisclosureServiceClient real, DisclosureService.DisclosureServiceClient bare,
        RequestDataRequest bareCall, double rate, int seconds)
    {
        var (duration, warmUp) = (TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(2));
        var calls = await city.BuildCallsAsync((int)(rate * (seconds + 2)) + 1);
        var c = await Load.OpenAsync(rate, duration, warmUp, i => real.RequestDataAsync(calls[i]).ResponseAsync);
        var a = await Load.OpenAsync(rate, duration, warmUp, _ => bare.RequestDataAsync(bareCall).ResponseAsync);
        var table = new Table($"open loop at {rate:0} calls/s", "p50 ms", "p99 ms", "p99/p50", "max ms");
        table.Add("a bare", a.P50, a.P99, a.P99 / a.P50, a.Max);
        table.Add("c RequestData", c.P50, c.P99, c.P99 / c.P50, c.Max);
        table.Print();
        Target.AtMost("open loop: p99 of (c) / p50 of (c)", c.P99 / c.P50, 8);
        Target.AtMost("open loop: p99 of (c) / p99 of (a)", c.P99 / a.P99, 10);
    }

    // As many bytes on the wire as the real call.
    private static RequestDataRequest Like(RequestDataRequest real, string kind) =>
        new() { Presentation = real.Presentation, Call = real.Call, SealedShare = real.SealedShare, GateKid = kind };
}
