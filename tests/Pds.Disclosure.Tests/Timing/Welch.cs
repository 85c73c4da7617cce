namespace Pds.Disclosure.Tests.Timing;

/// <summary>
/// Welch's t of two samples of times, trimmed. A busy machine adds long waits that have nothing to do with what was answered; they land in
/// all classes alike, because the classes are drawn in random order, and only widen the variance. The slowest tenth of each is dropped.
/// </summary>
internal static class Welch
{
    private const double Kept = 0.9;

    public static double T(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (a, b) = (Trim(one), Trim(other));
        var (meanA, meanB) = (a.Average(), b.Average());
        var spread = (Variance(a, meanA) / a.Length) + (Variance(b, meanB) / b.Length);
        return (meanA - meanB) / Math.Sqrt(spread);
    }

    private static double[] Trim(IReadOnlyList<double> sample) => [.. sample.Order().Take((int)(sample.Count * Kept))];

    private static double Variance(double[] sample, double mean) => sample.Sum(one => (one - mean) * (one - mean)) / (sample.Length - 1);
}
