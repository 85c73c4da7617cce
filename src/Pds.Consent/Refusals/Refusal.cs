namespace Pds.Consent;

/// <summary>A no, with its reason and, where it helps the caller, the one thing it hangs on. Never carries a resident's value.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Field">The member of the request, or the field of the dataset, that failed; null when it is none in particular.</param>
/// <param name="At">The instant that decided (an end, a start), UTC; null when time had no part.</param>
public sealed record Refusal(RefusalReason Reason, string? Field = null, DateTimeOffset? At = null)
{
    /// <summary>Everything at fault, where a message can have several faults at once; empty otherwise.</summary>
    public IReadOnlyList<RefusalDetail> Details { get; init; } = [];
}
