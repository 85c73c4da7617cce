using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Requests with their items as they stand: to a resident those addressed to them, to a recipient its own. Oldest first.</summary>
public sealed class ListRequests(IRowReader rows)
{
    /// <summary>A page for a resident; the next one starts after the last item's <see cref="ConsentRequest.Ordinal"/>.</summary>
    public async ValueTask<IReadOnlyList<RequestView>> OfResidentAsync(
        ResidentId resident, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        await ViewAsync(
            await ConsentRequestRow.OfResidentAsync(rows, resident, afterOrdinal, limit, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    /// <summary>One, for who made it; null when there is none.</summary>
    internal async ValueTask<RequestView?> FindAsync(ConsentRequestId id, CancellationToken cancellationToken) =>
        await ConsentRequestRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is { } request
            ? (await ViewAsync([request], cancellationToken).ConfigureAwait(false))[0]
            : null;

    /// <summary>A page for a recipient.</summary>
    public async ValueTask<IReadOnlyList<RequestView>> OfRecipientAsync(
        OrganizationId recipient, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
        await ViewAsync(
            await ConsentRequestRow.OfRecipientAsync(rows, recipient, afterOrdinal, limit, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    private async ValueTask<IReadOnlyList<RequestView>> ViewAsync(
        IReadOnlyList<ConsentRequest> requests, CancellationToken cancellationToken)
    {
        var views = new List<RequestView>(requests.Count);
        var purposes = new PurposeReads(rows);
        foreach (var request in requests)
        {
            var items = new List<GrantView>(request.Items.Count);
            foreach (var id in request.Items)
            {
                if (await GrantRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is { } grant)
                {
                    items.Add(await purposes.ViewAsync(grant, cancellationToken).ConfigureAwait(false));
                }
            }

            views.Add(new RequestView(request, items));
        }

        return views;
    }
}
