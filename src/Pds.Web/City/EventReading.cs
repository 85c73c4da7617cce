using System.Globalization;
using Pds.Client;
using Pds.Ledger;
using Pds.Web.Residents;

namespace Pds.Web.City;

/// <summary>All that was done with her data, from her own chain, with the words behind its codes (FEATURES T3).</summary>
internal sealed class EventReading(ICarried resident, Catalogue catalogue, HelperNames helpers)
{
    /// <summary>Every entry of her chain, oldest first.</summary>
    public Task<IReadOnlyList<EventView>> ListAsync(CancellationToken cancellationToken) =>
        resident.ListAsync("entries", calls => ListAsync(calls, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<EventView>> ListAsync(ResidentCalls calls, CancellationToken cancellationToken)
    {
        var (views, purposes) = (new List<EventView>(), new Dictionary<GrantId, string>());
        await foreach (var entry in calls.ListHistoryAsync(cancellationToken))
        {
            var subject = entry.Entry is null ? default : EntrySubject.Of(entry.Entry);
            if (subject is { Grant: { } named, Purpose: { } said })
            {
                purposes[named] = said;
            }

            // What names a consent alone is about the purpose it was asked for.
            var purpose = subject.Purpose ?? (subject.Grant is { } grant ? purposes.GetValueOrDefault(grant) : null);
            views.Add(new EventView(
                entry.Index,
                entry.Entry,
                subject.Organization is { } organization ? await catalogue.NameAsync(calls, organization.ToString(), cancellationToken)
                    : entry.Entry is HistoryRead { Role: "auditor" } read && OrganizationId.TryParse(read.Reader, out var auditor)
                        ? await catalogue.NameAsync(calls, auditor.ToString(), cancellationToken) : null,
                purpose is null ? null : (await catalogue.PurposeAsync(purpose, cancellationToken)).NameJa)
            {
                Why = entry.Entry is DisclosureRefused refused ? TraceView.Of(refused, await LabelAsync(purpose, refused.Over?.Field, cancellationToken)) : null,
                IsHidden = entry.IsHidden,
                Hands = Hands.In(entry.Entry) is { } acting
                    ? Hands.Of(acting, await helpers.OfAsync([acting.Mandate ?? ""], cancellationToken)) : null,
            });
        }

        return views;
    }

    private async Task<string?> LabelAsync(string? purpose, string? field, CancellationToken cancellationToken) => purpose is null || field is null
        ? null
        : (await catalogue.LabelsAsync((await catalogue.PurposeAsync(purpose, cancellationToken)).Dataset, [field], cancellationToken)).FirstOrDefault();

    /// <summary>One entry by its number.</summary>
    /// <exception cref="PdsException">NOT_FOUND, for another's too.</exception>
    public async Task<EventView> FindAsync(string number, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(view => view.Number.ToString(CultureInfo.InvariantCulture) == number)
            ?? throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
}
