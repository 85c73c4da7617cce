using System.Globalization;

namespace Pds.Benchmarks;

/// <summary>One promised bound beside what was measured. A run with a missed target exits with 1.</summary>
internal static class Target
{
    private static int missed;

    public static int ExitCode => missed == 0 ? 0 : 1;

    public static void AtLeast(string what, double measured, double bound) => Say(what, measured, "at least", bound, measured >= bound);

    public static void AtMost(string what, double measured, double bound) => Say(what, measured, "at most", bound, measured <= bound);

    private static void Say(string what, double measured, string relation, double bound, bool met)
    {
        missed += met ? 0 : 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(met ? "met   " : "MISSED")}  {what}: {measured:0.###} (target {relation} {bound:0.###})"));
    }
}
