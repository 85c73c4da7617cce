namespace Pds.Web.Tests.World;

/// <summary>The machine's clock, moved by what a test says: server, pages, provider and organisations all live by it.</summary>
internal sealed class MovedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
