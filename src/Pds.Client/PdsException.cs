namespace Pds.Client;

/// <summary>A call that did not give what was asked for. The message is one plain Japanese sentence without any personal value,
/// fit to be shown to a clerk.</summary>
/// <param name="reason">The machine-readable reason: an <c>ErrorReason</c> of <c>errors.proto</c> in UPPER_SNAKE, or one of
/// <see cref="LocalReasons"/> when this SDK refused by itself.</param>
/// <param name="sentence">The Japanese sentence.</param>
/// <param name="retryable">True when the same call may succeed later without a change.</param>
/// <param name="retryAfter">The wait the server asked for, when it did.</param>
/// <param name="inner">The transport's exception, when there is one.</param>
/// <param name="fields">Names of the message fields at fault, when the server named them.</param>
public sealed class PdsException(
    string reason, string sentence, bool retryable = false, TimeSpan? retryAfter = null, Exception? inner = null, IReadOnlyList<string>? fields = null)
    : Exception(sentence, inner)
{
    /// <summary>UPPER_SNAKE reason, stable across versions; compare this, never the message.</summary>
    public string Reason { get; } = reason;

    /// <summary>True when the same call may succeed later without a change.</summary>
    public bool Retryable { get; } = retryable;

    /// <summary>Names of the message fields to change, as the protos spell them; empty when the fault is not in a field.</summary>
    public IReadOnlyList<string> Fields { get; } = fields ?? [];

    /// <summary>Each field with what to change about it, when the server said more than the one sentence; empty otherwise.</summary>
    public IReadOnlyList<PdsFault> Faults { get; init; } = [];

    /// <summary>The two checkpoints, when the reason is <see cref="LocalReasons.LogForked"/>; null otherwise.</summary>
    public LogFork? Fork { get; init; }

    /// <summary>How long the server asked us to wait, if it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
