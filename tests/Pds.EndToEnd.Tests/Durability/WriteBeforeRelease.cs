using Pds.Client;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>The system calls of the real server, in their order, while it answers calls for data (I-04).</summary>
public sealed class WriteBeforeRelease(ITestOutputHelper output)
{
    private const int Calls = 5;

    [Fact]
    [Trait("Feature", "D1")]
    [Trait("Invariant", "I-04")]
    public async Task The_ledger_is_synced_before_any_byte_of_the_answer_goes_to_a_socket()
    {
        // The log's files and the status list rest meanwhile, so that every sync in a call's window is of that call.
        await using var city = await RunningCity.OpenAsync(new Launch { Arguments = ["--publishSeconds", "3600", "--statusListSeconds", "60"] });
        var resident = await city.EnrollResidentAsync("見本 花子");
        var grant = await resident.GrantAsync();
        await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"]));
        var trace = Path.Combine(city.Scratch, "trace");
        var windows = new List<(double From, double Until, OpenedData Opened)>();
        await using (await Strace.AttachAsync(
            city.Server.ProcessId, "-ttt", "-yy", "-s", "0", "-e", "trace=fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg", "-o", trace))
        {
            for (var call = 0; call < Calls; call++)
            {
                var prepared = await city.Recipient.PrepareAsync(new DataRequest(grant, ["name", "address"]));
                var from = Now();
                var opened = await city.Recipient.SendAsync(prepared);
                windows.Add((from, Now(), opened));
                await Task.Delay(100);
            }
        }

        var steps = TraceReading.Read(File.ReadLines(trace));
        foreach (var (from, until, opened) in windows)
        {
            var window = steps.Where(step => step.At >= from && step.At <= until).ToList();
            output.WriteLine(Summary(window));
            ReleaseOrder.Violation(window).Should().BeNull();
            opened.Evidence.DisclosedIndex.Should().BeGreaterThan(opened.Evidence.IntentIndex, "the intent is committed before the release is");
        }
    }

    // Such as "34×LogWritten LogSynced 24×LogWritten LogSynced Sent".
    private static string Summary(List<Step> window)
    {
        var runs = new List<(StepKind Kind, int Count)>();
        foreach (var step in window)
        {
            if (runs.Count > 0 && runs[^1].Kind == step.Kind)
            {
                runs[^1] = (step.Kind, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((step.Kind, 1));
            }
        }

        return string.Join(' ', runs.Select(run => run.Count == 1 ? $"{run.Kind}" : $"{run.Count}×{run.Kind}"));
    }

    private static double Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
}
