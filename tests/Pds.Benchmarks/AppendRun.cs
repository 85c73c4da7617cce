namespace Pds.Benchmarks;

/// <summary>
/// How many entries a second the recorder seals, chains, commits, signs and proves. Cover leaves are not counted. Beside it, in the same
/// run, the floor: as many sealings of an event with the bare cipher on one core, without chain, tree or disk.
/// </summary>
internal static class AppendRun
{
    public static async Task<int> RunAsync(int writers, int seconds)
    {
        await using var ledger = await OwnLedger.OpenAsync();
        var sample = await Load.ClosedAsync(
            writers, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(3),
            async i => await ledger.Recorder.RecordAsync(Growing.Use(i, ledger.Recorder.Clock.GetUtcNow())));
        var seals = Parts.SealsPerSecond(bytes: 400);
        var table = new Table($"{writers} writers", "per second", "p50 ms", "p99 ms", "of the cipher");
        table.Add("recorder appends, published", sample.PerSecond, sample.P50, sample.P99, sample.PerSecond / seals);
        table.Add("bare cipher, one core", seals, 1000 / seals, 1000 / seals, 1.0);
        table.Print();
        Target.AtLeast("recorder appends a second", sample.PerSecond, 5000);
        return Target.ExitCode;
    }
}
