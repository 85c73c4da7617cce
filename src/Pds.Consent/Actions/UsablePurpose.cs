using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A purpose that may be consented to now, with its dataset.</summary>
internal sealed record UsablePurpose(Purpose Purpose, Dataset Dataset)
{
    /// <summary>Finds it for a recipient, or says why it cannot be used. A purpose of somebody else is unknown.</summary>
    internal static async ValueTask<Outcome<UsablePurpose>> FindAsync(
        IRowReader rows, OrganizationId recipient, PurposeVersion id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var purpose = await PurposeRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false);
        if (purpose?.Recipient != recipient)
        {
            return new Refusal(RefusalReason.PurposeUnknown, "purpose");
        }

        if (purpose.State is PurposeState.Proposed or PurposeState.Rejected)
        {
            return new Refusal(RefusalReason.PurposeNotApproved, "purpose");
        }

        // A version that was narrowed is no longer asked for: its narrower successor is.
        if (purpose.State == PurposeState.Invalidated || purpose.NarrowedBy is not null)
        {
            return new Refusal(RefusalReason.PurposeNotValid, "purpose");
        }

        if (now >= purpose.Expires)
        {
            return new Refusal(RefusalReason.PurposeExpired, "purpose", purpose.Expires);
        }

        var dataset = await DatasetRow.FindAsync(rows, purpose.Dataset, cancellationToken).ConfigureAwait(false);
        return dataset is { State: DatasetState.Published }
            ? new UsablePurpose(purpose, dataset)
            : new Refusal(RefusalReason.DatasetNotValid, "purpose");
    }

    /// <summary>Conflicts when purpose or dataset changed since they were read, so that nothing slips past an invalidation.</summary>
    internal IEnumerable<Change> Require() =>
    [
        new Change.Require(PurposeRow.Key(Purpose.Id), Purpose.RowVersion),
        new Change.Require(DatasetRow.Key(Dataset.Id), Dataset.RowVersion),
    ];
}
