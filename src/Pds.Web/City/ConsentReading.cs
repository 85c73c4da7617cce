using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Web.City;

/// <summary>
/// Her consents, requests and uses, with their words, through her session: once for one page however many parts of it want them.
/// </summary>
internal sealed class ConsentReading(ICarried resident, Catalogue catalogue, HelperNames helpers)
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

    /// <summary>Uses and refused attempts, newest first, with their words.</summary>
    public Task<IReadOnlyList<UseView>> UsesAsync(string? grantId, DateTimeOffset? from, CancellationToken cancellationToken) => resident.ListAsync(
        $"uses {grantId} {from:O}",
        calls => ViewsAsync(calls, calls.ListUsesAsync(grantId, from, proofs: false, cancellationToken: cancellationToken), cancellationToken),
        cancellationToken);

    /// <summary>The same of all her consents, and how many entries of that time a law forbids to tell her of (FEATURES T5).</summary>
    public Task<SeenUses> CountedUsesAsync(DateTimeOffset? from, CancellationToken cancellationToken) => resident.KeptAsync(
        $"counted uses {from:O}",
        async calls =>
        {
            var counted = await calls.ReadUsesAsync(from, cancellationToken);
            return new SeenUses(await ViewsAsync(calls, counted.Uses.ToAsyncEnumerable(), cancellationToken), counted.HiddenByLaw);
        },
        seen => seen.Uses.Count,
        cancellationToken);

    private async Task<IReadOnlyList<UseView>> ViewsAsync(ResidentCalls calls, IAsyncEnumerable<Use> uses, CancellationToken cancellationToken)
    {
        var consents = (await ListAsync(cancellationToken)).ToDictionary(view => view.Item.GrantId, view => view.Item, StringComparer.Ordinal);
        var names = await helpers.OfAsync(consents.Values.Select(consent => consent.GivenBy?.MandateId ?? ""), cancellationToken);
        var views = new List<UseView>();
        await foreach (var use in uses.WithCancellation(cancellationToken))
        {
            // A refusal before the purpose was looked at names none: it is that of the consent it was tried under.
            var consent = consents.GetValueOrDefault(use.GrantId);
            var purpose = await catalogue.PurposeAsync(use.Purpose.Length > 0 ? use.Purpose : consent?.Purpose ?? "", cancellationToken);
            views.Add(new UseView(
                use,
                await catalogue.NameAsync(calls, use.Recipient.Length > 0 ? use.Recipient : consent?.Recipient ?? "", cancellationToken),
                purpose,
                await catalogue.LabelsAsync(purpose.Dataset, use.Fields, cancellationToken))
            {
                Why = TraceView.Of(use, use.OverField.Length > 0 ? (await catalogue.LabelsAsync(purpose.Dataset, [use.OverField], cancellationToken)).FirstOrDefault() : null),
                GivenBy = consent?.GivenBy is { } by ? Hands.Of(HandsOf(by), names) : null,
            });
        }

        views.Reverse();
        return views;
    }

    /// <summary>The proof that one use stands in the log where it says; null when the city gives none.</summary>
    public async Task<LedgerEvidence?> ProofAsync(UseView view, CancellationToken cancellationToken)
    {
        var session = await resident.CallsAsync();
        await foreach (var use in session.ListUsesAsync(view.Use.GrantId, view.Time, view.Time.AddMilliseconds(1), cancellationToken: cancellationToken))
        {
            if (use.Evidence.Index == view.Use.Evidence.Index)
            {
                return use.Evidence;
            }
        }

        return null;
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

    /// <summary>One use of hers, by its place in the log.</summary>
    /// <exception cref="PdsException">NOT_FOUND, for another's too.</exception>
    public async Task<UseView> UseAsync(long index, CancellationToken cancellationToken) =>
        (await UsesAsync(null, null, cancellationToken)).FirstOrDefault(use => use.Use.Evidence.Index == index) ?? throw NotFound();

    /// <summary>What she asked about a use, with the answer; null when she did not.</summary>
    public async Task<Question?> QuestionAsync(long index, CancellationToken cancellationToken)
    {
        var session = await resident.CallsAsync();
        return await session.ListQuestionsAsync(cancellationToken).FirstOrDefaultAsync(question => question.UseIndex == index, cancellationToken);
    }

    private static Ledger.Acting HandsOf(Protocol.V1.Hands by) => new(by.Channel)
    {
        Role = by.Role.Length > 0 ? by.Role : null,
        Person = by.Person.Length > 0 ? by.Person : null,
        Second = by.Second.Length > 0 ? by.Second : null,
        Mandate = by.MandateId.Length > 0 ? by.MandateId : null,
    };

    private static PdsException NotFound() => new("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
}
