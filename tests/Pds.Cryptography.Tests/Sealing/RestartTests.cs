using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pds.Cryptography.Tests.Sealing;

/// <summary>I-32 across restarts: what a fresh process draws first, no other fresh process drew. PDS_LONG=1 makes a thousand restarts.</summary>
[Trait("Invariant", "I-32")]
public sealed class RestartTests
{
    [Fact]
    public async Task No_salt_and_no_key_repeats_over_restarts()
    {
        var restarts = LongRun.Pick(always: 24, full: 1000);
        var drawn = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, restarts),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            async (_, stop) => (await RunAsync(stop)).ForEach(drawn.Add));

        drawn.Should().HaveCount(restarts * FirstDraws.Lines).And.OnlyHaveUniqueItems();
    }

    private static async Task<List<string>> RunAsync(CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RestartTests).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[FirstDraws.Variable] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        process.ExitCode.Should().Be(0);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
