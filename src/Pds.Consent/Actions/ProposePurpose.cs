using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A recipient declares why it wants data. Nothing can be asked under it before the review board approved it (FEATURES B3).</summary>
public sealed class ProposePurpose(Recorder recorder)
{
    /// <summary>
    /// Proposes. Recipient and its name are taken from the caller, not from the declaration. Refuses with PERMISSION_DENIED,
    /// DATASET_NOT_VALID, DECLARATION_NOT_ACCEPTED (the member at fault is named), NOTICE_NOT_ACCEPTED (the details name what to change in the
    /// resident's text), ALREADY_EXISTS, or CONCURRENT_CHANGE. What the notice check only warns of is kept with the purpose.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Purpose>> RunAsync(
        OrganizationId caller, Purpose purpose, IReadOnlyList<Change>? alongside = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var organization = await OrganizationRow.FindAsync(recorder.Rows, caller, cancellationToken).ConfigureAwait(false);
        if (organization is null or { State: OrganizationState.Suspended } || !organization.Has(OrganizationRole.Recipient))
        {
            return RefusalReason.PermissionDenied;
        }

        var dataset = await DatasetRow.FindAsync(recorder.Rows, purpose.Dataset, cancellationToken).ConfigureAwait(false);
        if (dataset is not { State: DatasetState.Published })
        {
            return new Refusal(RefusalReason.DatasetNotValid, "dataset");
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var fresh = purpose with
        {
            Recipient = organization.Id,
            RecipientNameJa = organization.NameJa,
            State = PurposeState.Proposed,
            Review = null,
            NarrowedBy = null,
            RowVersion = 0,
        };
        if (PurposeCheck.FirstFault(fresh, dataset, now) is { } fault)
        {
            return new Refusal(RefusalReason.DeclarationNotAccepted, fault);
        }

        var findings = NoticeCheck.Read(Notice.Of(fresh), dataset);
        if (NoticeRefusal.Of(findings) is { } notice)
        {
            return notice;
        }

        fresh = fresh with { NoticeWarnings = findings.Count == 0 ? null : [.. findings.Select(NoticeRefusal.Name)] };
        return await FollowsOwnAsync(fresh, cancellationToken).ConfigureAwait(false)
            ? await RecordAsync(fresh, now, alongside ?? [], cancellationToken).ConfigureAwait(false)
            : new Refusal(RefusalReason.DeclarationNotAccepted, "version");
    }

    // A code belongs to who used it first; its versions count up by one.
    private async ValueTask<bool> FollowsOwnAsync(Purpose purpose, CancellationToken cancellationToken) =>
        purpose.Id.Version == 1
        || (PurposeVersion.TryCreate(purpose.Id.Code, purpose.Id.Version - 1, out var before)
            && (await PurposeRow.FindAsync(recorder.Rows, before, cancellationToken).ConfigureAwait(false))?.Recipient == purpose.Recipient);

    private async ValueTask<Outcome<Purpose>> RecordAsync(
        Purpose fresh, DateTimeOffset now, IReadOnlyList<Change> alongside, CancellationToken cancellationToken)
    {
        var entry = new PurposeProposed(now, fresh.Id.ToString(), fresh.Recipient, Sha256.Hash(PurposeRow.Definition(fresh)));
        var recording = await recorder.RecordAsync(
            new Command([.. alongside, PurposeRow.Put(fresh)], [new EntryDraft(ChainId.Operator, entry)]),
            cancellationToken).ConfigureAwait(false);
        return recording switch
        {
            Recording.Done => fresh with { RowVersion = 1 },
            Recording.Conflict conflict when conflict.Key == PurposeRow.Key(fresh.Id) => RefusalReason.AlreadyExists,
            _ => RefusalReason.ConcurrentChange,
        };
    }
}
