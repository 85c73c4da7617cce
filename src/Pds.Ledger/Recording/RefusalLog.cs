namespace Pds.Ledger;

/// <summary>
/// Enters refusals without letting a caller fill the ledger: for each grant, caller and reason one entry at once, then one an hour with a
/// count (DESIGN section 5).
/// </summary>
public sealed class RefusalLog(Recorder recorder, TimeProvider time)
{
    /// <summary>A refused call on a known grant; goes to the resident's chain.</summary>
    /// <returns>The entry, or null when it only raised a count.</returns>
    public ValueTask<RecordedEntry?> RefuseAsync(
        ChainId chain, GrantId grant, OrganizationId recipient, int rule, string reason, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException($"{recorder} {time}");

    /// <summary>A call refused before a grant was known to be the caller's; goes to the operator's chain.</summary>
    public ValueTask<RecordedEntry?> RefuseCallAsync(
        OrganizationId? caller, string method, string reason, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>Enters the counts that are an hour old; <paramref name="all"/> at shutdown.</summary>
    public ValueTask FlushAsync(bool all, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
