using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Gives the receipt of a consent: to the recipient with the share sealed to it, to the resident without. A receipt that a crash kept from
/// being made is made here. Receipts of ended consents are still given: they prove what was, and their status says that it is over.
/// </summary>
public sealed class GetReceipt(Recorder recorder, GrantReceipts receipts)
{
    /// <summary>For the recipient. Refuses with NOT_FOUND, also while the consent is not given, and with REQUEST_EXPIRED when a
    /// receipt that was never made would be bound to a key the consent was not given to.</summary>
    /// <exception cref="LedgerUnavailableException">The receipt had to be made and cannot be kept now.</exception>
    public async ValueTask<Outcome<GivenReceipt>> ForRecipientAsync(
        OrganizationId recipient, GrantId id, CancellationToken cancellationToken = default)
    {
        var grant = await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        return grant?.Recipient == recipient && grant.Given is not null
            ? await receipts.OfAsync(grant, null, cancellationToken).ConfigureAwait(false)
            : RefusalReason.NotFound;
    }

    /// <summary>For the resident, with an empty share. Refuses as <see cref="ForRecipientAsync"/> does.</summary>
    /// <exception cref="LedgerUnavailableException">The receipt had to be made and cannot be kept now.</exception>
    public async ValueTask<Outcome<GivenReceipt>> ForResidentAsync(
        ResidentId resident, GrantId id, CancellationToken cancellationToken = default)
    {
        var grant = await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        if (grant?.Resident != resident || grant.Given is null)
        {
            return RefusalReason.NotFound;
        }

        var outcome = await receipts.OfAsync(grant, null, cancellationToken).ConfigureAwait(false);
        return outcome is Outcome<GivenReceipt>.Done { Value: var receipt } ? receipt with { SealedShare = [] } : outcome;
    }

    /// <summary>For the resident: the document as signed, with its evidence. Refuses with NOT_FOUND.</summary>
    public async ValueTask<Outcome<SignedDocument>> DocumentAsync(
        ResidentId resident, GrantId id, CancellationToken cancellationToken = default)
    {
        var grant = await GrantRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        return grant?.Resident == resident
            && await DocumentRows.FindDocumentAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is { } document
            ? document
            : RefusalReason.NotFound;
    }
}
