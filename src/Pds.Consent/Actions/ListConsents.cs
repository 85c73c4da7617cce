using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Consents ever asked for or given: to a resident their own, to a recipient those it asked for. Oldest first (FEATURES T1, C16).</summary>
public sealed class ListConsents(IRowReader rows)
{
    /// <summary>A page for a resident; the next one starts after the last grant's <see cref="Grant.Ordinal"/>.</summary>
    public async ValueTask<IReadOnlyList<GrantView>> OfResidentAsync(
        ResidentId resident, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        await ViewAsync(
            await GrantRow.OfResidentAsync(rows, resident, afterOrdinal, limit, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    /// <summary>A page for a recipient.</summary>
    public async ValueTask<IReadOnlyList<GrantView>> OfRecipientAsync(
        OrganizationId recipient, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        await ViewAsync(
            await GrantRow.OfRecipientAsync(rows, recipient, afterOrdinal, limit, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    /// <summary>One consent for its resident; null when it is not theirs.</summary>
    public async ValueTask<GrantView?> FindAsync(ResidentId resident, GrantId id, CancellationToken cancellationToken = default) =>
        await GrantRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is { } grant && grant.Resident == resident
            ? await new PurposeReads(rows).ViewAsync(grant, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>One consent for its recipient; null when it is not theirs.</summary>
    public async ValueTask<GrantView?> FindAsync(OrganizationId recipient, GrantId id, CancellationToken cancellationToken = default) =>
        await GrantRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is { } grant && grant.Recipient == recipient
            ? await new PurposeReads(rows).ViewAsync(grant, cancellationToken).ConfigureAwait(false)
            : null;

    private async ValueTask<IReadOnlyList<GrantView>> ViewAsync(IReadOnlyList<Grant> grants, CancellationToken cancellationToken)
    {
        var purposes = new PurposeReads(rows);
        var views = new List<GrantView>(grants.Count);
        foreach (var grant in grants)
        {
            views.Add(await purposes.ViewAsync(grant, cancellationToken).ConfigureAwait(false));
        }

        return views;
    }
}
