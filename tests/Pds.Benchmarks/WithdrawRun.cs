using System.Diagnostics;
using Pds.Client;

namespace Pds.Benchmarks;

/// <summary>
/// From the moment a resident's device sends Withdraw to its answer, while the recipient asks without pause; and how many answers with data
/// began after it returned, which must be none.
/// </summary>
internal static class WithdrawRun
{
    private const int Residents = 40;

    public static async Task<int> RunAsync()
    {
        Console.WriteLine("Setting up a city of its own…");
        await using var city = await MeasuredCity.StartAsync(Residents);
        var withdrawals = new List<double>();
        var refusals = new List<double>();
        var late = 0;
        for (var i = 0; i < Residents; i++)
        {
            var grant = city.Grants[i];
            using var stop = new CancellationTokenSource();
            long returned = long.MaxValue;
            var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var begun = Stopwatch.GetTimestamp();
                    try
                    {
                        await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"]));
                        if (begun > Volatile.Read(ref returned))
                        {
                            Interlocked.Increment(ref late);
                        }
                    }
                    catch (PdsException refusal) when (refusal.Reason == "CONSENT_WITHDRAWN")
                    {
                        return;
                    }
                }
            })).ToArray();
            await Task.Delay(100);
            var start = Stopwatch.GetTimestamp();
            await city.Devices[i].WithdrawAsync(grant);
            Volatile.Write(ref returned, Stopwatch.GetTimestamp());
            withdrawals.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.WhenAll(asking);
            refusals.Add(Stopwatch.GetElapsedTime(returned).TotalMilliseconds);
            await stop.CancelAsync();
        }

        var (effect, last) = (Sample.Of(withdrawals, TimeSpan.FromSeconds(1)), Sample.Of(refusals, TimeSpan.FromSeconds(1)));
        var table = new Table("withdrawal under load", "p50 ms", "p99 ms", "max ms");
        table.Add("Withdraw sent → returned (in force)", effect.P50, effect.P99, effect.Max);
        table.Add("returned → all four callers refused", last.P50, last.P99, last.Max);
        table.Print();
        Target.AtMost("answers with data that began after Withdraw returned", late, 0);
        return Target.ExitCode;
    }
}
