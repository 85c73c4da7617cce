namespace Pds.Benchmarks;

/// <summary>What one run measured. Latencies in milliseconds, rate in calls a second.</summary>
internal sealed record Sample(int Calls, double PerSecond, double P50, double P99, double Max)
{
    public static Sample Of(IEnumerable<double> latencies, TimeSpan took)
    {
        var sorted = latencies.Order().ToArray();
        return sorted.Length == 0
            ? throw new InvalidOperationException("No call finished in the measured time.")
            : new Sample(sorted.Length, sorted.Length / took.TotalSeconds, At(0.50), At(0.99), sorted[^1]);

        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(sorted.Length * share) - 1)];
    }
}
