namespace Pds.Consent.Tests.Receipts;

/// <summary>The full size of an invariant runs when PDS_LONG=1; a smaller one runs always.</summary>
internal static class LongRun
{
    public static bool Wanted { get; } = Environment.GetEnvironmentVariable("PDS_LONG") == "1";
}
