using System.Diagnostics;
using System.Globalization;
using Pds.Ledger;

namespace Pds.Benchmarks;

/// <summary>What an hour's heads cost in a city of so many residents: the first time, when every label key is unwrapped, and from then on.</summary>
internal static class HeadsRun
{
    private const int ChainsOfOneCommand = 50;
    private const double AllowedCpuSeconds = 1;

    public static async Task<int> RunAsync(int chains)
    {
        await using var ledger = await OwnLedger.OpenAsync(headsSeconds: 1);
        Console.WriteLine($"Making {chains.ToString("#,0", CultureInfo.InvariantCulture)} chains…");
        await Parallel.ForAsync(0, chains / ChainsOfOneCommand, async (_, stop) => await ledger.Recorder.RecordAsync(
            new Command([], [.. Enumerable.Range(0, ChainsOfOneCommand).Select(_ => new EntryDraft(
                ChainId.Resident(ResidentId.New()), new ResidentCreated(ledger.Recorder.Clock.GetUtcNow())))]), stop));

        var table = new Table("heads of one epoch", "wall s", "CPU s");
        var first = await EnterAsync(ledger);
        table.Add("the first after a start", first.Wall, first.Cpu);
        var next = await EnterAsync(ledger);
        table.Add("every later one", next.Wall, next.Cpu);
        Target.AtMost($"CPU seconds of an epoch of {chains} chains", next.Cpu, AllowedCpuSeconds);
        table.Print();
        return Target.ExitCode;
    }

    private static async Task<(double Wall, double Cpu)> EnterAsync(OwnLedger ledger)
    {
        await Task.Delay(TimeSpan.FromSeconds(1.1)); // Another epoch.
        GC.Collect();
        var (clock, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        if (!await ledger.Recorder.Heads.EnterAsync())
        {
            throw new InvalidOperationException("The epoch was entered already.");
        }

        return (clock.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
    }
}
