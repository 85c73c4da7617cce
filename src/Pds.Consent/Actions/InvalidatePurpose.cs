using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Takes a purpose version out of use; every consent that stands on it becomes INAPPLICABLE (FEATURES C8). The version itself falls first,
/// in one durable command, and with it every use under it (rule 7); then its consents lose state, keys and shares one by one before this
/// returns. A crash in between is finished by <see cref="FinishInvalidations"/>.
/// </summary>
public sealed class InvalidatePurpose(Recorder recorder)
{
    private readonly DependentGrants dependents = new(recorder);

    /// <summary>
    /// Does it. Refuses with NOT_FOUND, ETAG_MISMATCH, MOVE_NOT_ALLOWED (invalid already), INVALID_ARGUMENT or CONCURRENT_CHANGE. That the
    /// caller may is checked before.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Invalidated<Purpose>>> RunAsync(
        PurposeVersion id, InvalidationInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var purpose = await PurposeRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        if (purpose is null)
        {
            return RefusalReason.NotFound;
        }

        if (input.Fault(purpose.RowVersion) is { } fault)
        {
            return fault;
        }

        if (purpose.State == PurposeState.Invalidated)
        {
            return RefusalReason.MoveNotAllowed;
        }

        // From here to the last consent the caller's patience does not count: what began to fall falls whole.
        var fallen = purpose with { State = PurposeState.Invalidated };
        var entry = new PurposeInvalidated(Instant.Truncate(recorder.Clock.GetUtcNow()), id.ToString(), input.ReasonJa, input.By) { Staff = input.Staff };
        var recording = await recorder.RecordAsync(
            new Command([.. input.Alongside, PurposeRow.Put(fallen)], [new EntryDraft(ChainId.Operator, entry)]),
            CancellationToken.None).ConfigureAwait(false);
        if (recording is Recording.Conflict conflict)
        {
            return GrantMoves.ReasonOf(conflict, PurposeRow.Key(id));
        }

        // If power fails here no use under this version passes the gate any more; the consents follow at the next start.
        var ended = await dependents.EndAsync(fallen, $"purpose {id}", CancellationToken.None).ConfigureAwait(false);
        return new Invalidated<Purpose>(fallen with { RowVersion = purpose.RowVersion + 1 }, ended);
    }
}

/// <summary>Why something is taken out of use.</summary>
public sealed record InvalidationInput
{
    /// <summary>The reason the residents concerned read, 1 to 500 characters.</summary>
    public required string ReasonJa { get; init; }

    /// <summary>The row version the caller read (the etag); null when any will do.</summary>
    public long? RowVersion { get; init; }

    /// <summary>The organisation that does it; null when a start finishes what a crash interrupted.</summary>
    public OrganizationId? By { get; init; }

    /// <summary>The person of its staff who did it; null when its own machine did.</summary>
    public StaffId? Staff { get; init; }

    /// <summary>Rows to write in the same command, such as the mark of the request id.</summary>
    public IReadOnlyList<Change> Alongside { get; init; } = [];

    internal Refusal? Fault(long rowVersion) =>
        ReasonJa is not { Length: >= 1 and <= 500 } ? new Refusal(RefusalReason.InvalidArgument, "reason_ja")
        : RowVersion is { } read && read != rowVersion ? new Refusal(RefusalReason.EtagMismatch)
        : null;
}

/// <summary>What came of it.</summary>
/// <param name="Value">The dataset or purpose, now invalidated.</param>
/// <param name="GrantsEnded">How many requests and consents became INAPPLICABLE.</param>
public sealed record Invalidated<T>(T Value, int GrantsEnded);
