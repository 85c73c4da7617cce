using System.Diagnostics;

namespace Pds.Benchmarks;

/// <summary>Drives a call either as fast as a number of callers can (closed loop) or at a given rate (open loop).</summary>
internal static class Load
{
    /// <summary>Runs <paramref name="callers"/> loops, each starting its next call when the last one answered.</summary>
    /// <param name="callers">How many calls are under way at any time.</param>
    /// <param name="duration">How long calls are started after the warm-up.</param>
    /// <param name="warmUp">How long calls run uncounted first.</param>
    /// <param name="call">One call; gets a running number, no number twice.</param>
    /// <param name="supply">How many calls there are; the run ends early when they are used up.</param>
    public static async Task<Sample> ClosedAsync(
        int callers, TimeSpan duration, TimeSpan warmUp, Func<long, Task> call, long supply = long.MaxValue)
    {
        long next = -1;
        var start = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>(1 << 14);
            while (true)
            {
                var begun = Stopwatch.GetTimestamp();
                var elapsed = Stopwatch.GetElapsedTime(start, begun);
                if (elapsed > warmUp + duration || Interlocked.Increment(ref next) is var number && number >= supply)
                {
                    return own;
                }

                await call(number);
                if (elapsed >= warmUp)
                {
                    own.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
            }
        })));

        var took = Stopwatch.GetElapsedTime(start) - warmUp;
        return Sample.Of(latencies.SelectMany(own => own), took);
    }

    /// <summary>Starts calls at a fixed rate whether or not earlier ones answered; latency counts from the planned start,
    /// so that a stalled server cannot hide its own queue.</summary>
    public static async Task<Sample> OpenAsync(double ratePerSecond, TimeSpan duration, TimeSpan warmUp, Func<long, Task> call)
    {
        var total = (long)(ratePerSecond * (duration + warmUp).TotalSeconds);
        var uncounted = (long)(ratePerSecond * warmUp.TotalSeconds);
        var latencies = new double[total];
        var running = new List<Task>((int)total);
        var start = Stopwatch.GetTimestamp();
        for (long i = 0; i < total; i++)
        {
            var planned = TimeSpan.FromSeconds(i / ratePerSecond);
            var ahead = planned - Stopwatch.GetElapsedTime(start);
            if (ahead > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(ahead);
            }

            running.Add(OneAsync(i, planned));
        }

        await Task.WhenAll(running);
        return Sample.Of(latencies.Skip((int)uncounted), Stopwatch.GetElapsedTime(start) - warmUp);

        async Task OneAsync(long i, TimeSpan planned)
        {
            await Task.Yield();
            await call(i);
            latencies[i] = (Stopwatch.GetElapsedTime(start) - planned).TotalMilliseconds;
        }
    }
}
