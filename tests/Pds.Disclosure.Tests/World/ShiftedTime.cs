namespace Pds.Disclosure.Tests;

/// <summary>The real clock, moved by what a test says.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
