namespace Pds.Server.Tests.World;

/// <summary>The real clock, moved by what a test says. Proofs made by the clock of the machine are fresh for a minute on either side.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
