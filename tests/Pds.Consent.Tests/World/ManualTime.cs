namespace Pds.Consent.Tests;

/// <summary>A wall clock the test sets. Timers run in real time: only the reading is ours.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
