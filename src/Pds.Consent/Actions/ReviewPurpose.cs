using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The review board decides on a proposed purpose. Approving a version that only narrows the one before makes that one narrower at once:
/// its consents stay, and every use is held to the new version (FEATURES N9).
/// </summary>
public sealed class ReviewPurpose(Recorder recorder)
{
    /// <summary>
    /// Decides. Refuses with PERMISSION_DENIED (not a reviewer, or a reviewer of its own purpose), NOT_FOUND, ETAG_MISMATCH,
    /// MOVE_NOT_ALLOWED (decided already), DATASET_NOT_VALID, CONTROL_NOT_MET (approving what breaks a control in force; the field names it),
    /// NOTICE_NOT_ACCEPTED (approving a notice that residents should not be shown, proposed before the check was there), or CONCURRENT_CHANGE.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Purpose>> RunAsync(ReviewPurposeInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.ReasonJa is not { Length: >= 1 and <= 1000 })
        {
            return new Refusal(RefusalReason.InvalidArgument, "reason_ja");
        }

        var reviewer = await OrganizationRow.FindAsync(recorder.Rows, input.Reviewer, cancellationToken).ConfigureAwait(false);
        if (reviewer is null or { State: OrganizationState.Suspended } || !reviewer.Has(OrganizationRole.Reviewer))
        {
            return RefusalReason.PermissionDenied;
        }

        var purpose = await PurposeRow.FindAsync(recorder.Rows, input.Purpose, cancellationToken).ConfigureAwait(false);
        if (purpose is null)
        {
            return RefusalReason.NotFound;
        }

        if (purpose.Recipient == reviewer.Id)
        {
            return RefusalReason.PermissionDenied;
        }

        if (input.RowVersion is { } read && read != purpose.RowVersion)
        {
            return RefusalReason.EtagMismatch;
        }

        return purpose.State == PurposeState.Proposed
            ? await DecideAsync(input, purpose, cancellationToken).ConfigureAwait(false)
            : RefusalReason.MoveNotAllowed;
    }

    private async ValueTask<Outcome<Purpose>> DecideAsync(ReviewPurposeInput input, Purpose purpose, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var dataset = await DatasetRow.FindAsync(recorder.Rows, purpose.Dataset, cancellationToken).ConfigureAwait(false);
        if (input.Approved && dataset is not { State: DatasetState.Published })
        {
            return RefusalReason.DatasetNotValid;
        }

        var controls = await ControlsRow.FindAsync(recorder.Rows, cancellationToken).ConfigureAwait(false);
        if (input.Approved && controls.Set.FirstBrokenBy(purpose, dataset!) is { } broken)
        {
            return new Refusal(RefusalReason.ControlNotMet, broken.Id);
        }

        if (input.Approved && NoticeRefusal.Of(NoticeCheck.Read(Notice.Of(purpose), dataset!)) is { } notice)
        {
            return notice;
        }

        var decided = purpose with
        {
            State = input.Approved ? PurposeState.Approved : PurposeState.Rejected,
            Review = new ReviewDecision(input.Approved, input.ReasonJa, now, input.Reviewer),
        };
        List<Change> changes =
        [
            .. input.Alongside, PurposeRow.Put(decided), new Change.Require(DatasetRow.Key(dataset!.Id), dataset.RowVersion),
            new Change.Require(ControlsRow.Current, controls.RowVersion),
        ];
        if (input.Approved && await NarrowedAsync(decided, cancellationToken).ConfigureAwait(false) is { } narrowed)
        {
            changes.Add(PurposeRow.Put(narrowed));
        }

        var entry = new PurposeReviewed(
            now, purpose.Id.ToString(), input.Approved ? "approved" : "rejected", input.ReasonJa, input.Reviewer.ToString()) { Staff = input.Staff };
        var recording = await recorder.RecordAsync(
            new Command(changes, [new EntryDraft(ChainId.Operator, entry)]), cancellationToken).ConfigureAwait(false);
        return recording switch
        {
            Recording.Done => decided with { RowVersion = purpose.RowVersion + 1 },
            Recording.Conflict conflict => GrantMoves.ReasonOf(conflict, PurposeRow.Key(purpose.Id)),
            _ => throw new InvalidOperationException("A recording is done or in conflict."),
        };
    }

    // The version before, when this one narrows it (or says the same in better words).
    private async ValueTask<Purpose?> NarrowedAsync(Purpose purpose, CancellationToken cancellationToken) =>
        PurposeVersion.TryCreate(purpose.Id.Code, purpose.Id.Version - 1, out var id)
        && await PurposeRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is
            { State: PurposeState.Approved, NarrowedBy: null } before
        && PurposeComparison.Compare(before, purpose) != PurposeChange.Widening
            ? before with { NarrowedBy = purpose.Id.Version }
            : null;
}

/// <summary>A decision of the review board.</summary>
public sealed record ReviewPurposeInput
{
    /// <summary>Which board; proved before.</summary>
    public required OrganizationId Reviewer { get; init; }

    /// <summary>The person of its staff who entered it; null when its own machine did.</summary>
    public StaffId? Staff { get; init; }

    /// <summary>On which purpose.</summary>
    public required PurposeVersion Purpose { get; init; }

    /// <summary>Yes or no.</summary>
    public required bool Approved { get; init; }

    /// <summary>The ground, 1 to 1,000 characters.</summary>
    public required string ReasonJa { get; init; }

    /// <summary>The row version the caller read (the etag); null when any will do.</summary>
    public long? RowVersion { get; init; }

    /// <summary>Rows to write in the same command, such as the mark of the request id.</summary>
    public IReadOnlyList<Change> Alongside { get; init; } = [];
}
