using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Puts a dataset version into the catalogue. Versions count up by one and never change.</summary>
/// <param name="recorder">The recorder.</param>
/// <param name="staff">The person of the steward's staff who does it; null when its own machine does.</param>
public sealed class PublishDataset(Recorder recorder, StaffId? staff = null)
{
    /// <summary>
    /// Publishes. Refuses with DECLARATION_NOT_ACCEPTED (the member at fault is named), ALREADY_EXISTS, or CONCURRENT_CHANGE. That the
    /// caller is a steward was checked before.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Dataset>> RunAsync(
        Dataset dataset, IReadOnlyList<Change>? alongside = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.FirstFault() is { } fault)
        {
            return new Refusal(RefusalReason.DeclarationNotAccepted, fault);
        }

        if (!await FollowsAsync(dataset.Id, cancellationToken).ConfigureAwait(false))
        {
            return new Refusal(RefusalReason.DeclarationNotAccepted, "version");
        }

        var fresh = dataset with { State = DatasetState.Published, RowVersion = 0 };
        var entry = new DatasetPublished(
            Instant.Truncate(recorder.Clock.GetUtcNow()), fresh.Id.ToString(), Sha256.Hash(DatasetRow.Definition(fresh))) { Staff = staff };
        var recording = await recorder.RecordAsync(
            new Command([.. alongside ?? [], DatasetRow.Put(fresh)], [new EntryDraft(ChainId.Operator, entry)]),
            cancellationToken).ConfigureAwait(false);
        return recording switch
        {
            Recording.Done => fresh with { RowVersion = 1 },
            Recording.Conflict conflict when conflict.Key == DatasetRow.Key(fresh.Id) => RefusalReason.AlreadyExists,
            _ => RefusalReason.ConcurrentChange,
        };
    }

    private async ValueTask<bool> FollowsAsync(DatasetVersion id, CancellationToken cancellationToken) =>
        id.Version == 1
        || (DatasetVersion.TryCreate(id.Code, id.Version - 1, out var before)
            && await DatasetRow.FindAsync(recorder.Rows, before, cancellationToken).ConfigureAwait(false) is not null);
}
