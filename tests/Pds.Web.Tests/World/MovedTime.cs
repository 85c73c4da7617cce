namespace Pds.Web.Tests.World;

/// <summary>The machine's clock, moved back while the past is played.</summary>
internal sealed class MovedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
