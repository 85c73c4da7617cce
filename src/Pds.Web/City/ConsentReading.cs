using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Web.City;

/// <summary>
/// Her consents and requests, with their words, through her session: once for one page however many parts of it want them.
/// </summary>
internal sealed class ConsentReading(ICarried resident, Catalogue catalogue)
{
    private IReadOnlyList<ConsentView>? _consents;

    /// <summary>A consent with its words.</summary>
    public async Task<ConsentView> ViewAsync(ConsentItem item, CancellationToken cancellationToken)
    {
        var session = await resident.CallsAsync();
        return new ConsentView(
            item,
            await catalogue.NameAsync(session, item.Recipient, cancellationToken),
            await catalogue.PurposeAsync(item.Purpose, cancellationToken),
            await catalogue.DatasetAsync(item.Dataset, cancellationToken));
    }

    /// <summary>All consents she ever was asked for and answered, newest first.</summary>
    public async Task<IReadOnlyList<ConsentView>> ListAsync(CancellationToken cancellationToken) =>
        _consents ??= await resident.ListAsync(
            "consents",
            async calls =>
            {
                var views = await ViewsAsync(await calls.ListConsentsAsync(cancellationToken).ToListAsync(cancellationToken), cancellationToken);
                views.Reverse();
                return (IReadOnlyList<ConsentView>)views;
            },
            cancellationToken);

    /// <summary>One consent of hers.</summary>
    /// <exception cref="PdsException">NOT_FOUND, for another's too.</exception>
    public async Task<ConsentView> FindAsync(string grantId, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(view => view.Item.GrantId == grantId) ?? throw NotFound();

    /// <summary>All requests addressed to her, oldest first.</summary>
    public Task<IReadOnlyList<ConsentRequest>> RequestsAsync(CancellationToken cancellationToken) => resident.ListAsync(
        "requests",
        async calls => (IReadOnlyList<ConsentRequest>)await calls.ListRequestsAsync(cancellationToken).ToListAsync(cancellationToken),
        cancellationToken);

    /// <summary>The requests she has not answered yet, oldest first, each with what is still open of it.</summary>
    public Task<IReadOnlyList<(ConsentRequest Request, IReadOnlyList<ConsentView> Items)>> WaitingAsync(CancellationToken cancellationToken) => resident.ListAsync(
        "waiting",
        async _ =>
        {
            var waiting = new List<(ConsentRequest, IReadOnlyList<ConsentView>)>();
            foreach (var request in await RequestsAsync(cancellationToken))
            {
                var open = (await ItemsAsync(request, cancellationToken)).Where(item => item.Item.State == ConsentState.Requested).ToList();
                if (open.Count > 0)
                {
                    waiting.Add((request, open));
                }
            }

            return (IReadOnlyList<(ConsentRequest, IReadOnlyList<ConsentView>)>)waiting;
        },
        cancellationToken);

    /// <summary>One request addressed to her.</summary>
    /// <exception cref="PdsException">NOT_FOUND, for another's too.</exception>
    public async Task<ConsentRequest> RequestAsync(string requestId, CancellationToken cancellationToken) =>
        (await RequestsAsync(cancellationToken)).FirstOrDefault(request => request.ConsentRequestId == requestId) ?? throw NotFound();

    /// <summary>The items of a request, with their words.</summary>
    public async Task<IReadOnlyList<ConsentView>> ItemsAsync(ConsentRequest request, CancellationToken cancellationToken) =>
        await ViewsAsync(request.Items, cancellationToken);

    /// <summary>What is otherwise since she last said yes to an earlier version of the same purpose; empty when she never did.</summary>
    public async Task<IReadOnlyList<PurposeChangeLine>> ChangesAsync(ConsentView asked, CancellationToken cancellationToken)
    {
        var before = (await ListAsync(cancellationToken))
            .Where(view => view.Purpose.Code == asked.Purpose.Code && view.Purpose.Version < asked.Purpose.Version && view.Item.State != ConsentState.Declined
                && view.Item.State != ConsentState.Requested)
            .MaxBy(view => view.Purpose.Version);
        if (before is null)
        {
            return [];
        }

        var labels = before.Dataset.Fields.Concat(asked.Dataset.Fields)
            .DistinctBy(field => field.Name).ToDictionary(field => field.Name, field => field.LabelJa, StringComparer.Ordinal);
        return PurposeChanges.Of(before.Purpose, asked.Purpose, labels);
    }

    private async Task<List<ConsentView>> ViewsAsync(IEnumerable<ConsentItem> items, CancellationToken cancellationToken)
    {
        var views = new List<ConsentView>();
        foreach (var item in items)
        {
            views.Add(await ViewAsync(item, cancellationToken));
        }

        return views;
    }

    private static PdsException NotFound() => new("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
}
