using System.Collections.Concurrent;
using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.Web.City;

/// <summary>
/// The public words behind codes: purposes, datasets, organisations. A version of a purpose or dataset never changes, so what was read once is
/// kept; organisations are asked for again after ten minutes. Holds nothing about any resident.
/// </summary>
internal sealed class Catalogue(WebHost city, TimeProvider clock)
{
    private const int MaxOrganizations = 10_000;
    private static readonly TimeSpan OrganizationLife = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Purpose> _purposes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Dataset> _datasets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Organization Found, DateTimeOffset Until)> _organizations = new(StringComparer.Ordinal);

    /// <summary>The purpose, by "code@version".</summary>
    /// <exception cref="PdsException">NOT_FOUND.</exception>
    public Task<Purpose> PurposeAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(_purposes, id, city.Catalogue.ListPurposesAsync(cancellationToken), purpose => $"{purpose.Code}@{purpose.Version}");

    /// <summary>The dataset, by "code@version".</summary>
    /// <exception cref="PdsException">NOT_FOUND.</exception>
    public Task<Dataset> DatasetAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(_datasets, id, city.Catalogue.ListDatasetsAsync(cancellationToken), dataset => $"{dataset.Code}@{dataset.Version}");

    /// <summary>Every dataset that can be asked for now.</summary>
    public async Task<IReadOnlyList<Dataset>> DatasetsAsync(CancellationToken cancellationToken) =>
        await city.Catalogue.ListDatasetsAsync(cancellationToken).Where(dataset => dataset.State == DatasetState.Published).ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The organisation's name, asked for as the resident: only authenticated callers may ask.</summary>
    public async Task<string> NameAsync(ResidentCalls resident, string organizationId, CancellationToken cancellationToken)
    {
        if (_organizations.TryGetValue(organizationId, out var known) && clock.GetUtcNow() < known.Until)
        {
            return known.Found.NameJa;
        }

        var found = await resident.GetOrganizationAsync(organizationId, cancellationToken).ConfigureAwait(false);
        if (_organizations.Count >= MaxOrganizations)
        {
            _organizations.Clear();
        }

        _organizations[organizationId] = (found, clock.GetUtcNow() + OrganizationLife);
        return found.NameJa;
    }

    /// <summary>The Japanese names of a dataset's fields, in the dataset's own order.</summary>
    public async Task<IReadOnlyList<string>> LabelsAsync(string datasetId, IEnumerable<string> fields, CancellationToken cancellationToken)
    {
        var wanted = fields.ToHashSet(StringComparer.Ordinal);
        var dataset = await DatasetAsync(datasetId, cancellationToken).ConfigureAwait(false);
        return [.. dataset.Fields.Where(field => wanted.Contains(field.Name)).Select(field => field.LabelJa)];
    }

    private static async Task<T> FindAsync<T>(ConcurrentDictionary<string, T> known, string id, IAsyncEnumerable<T> all, Func<T, string> idOf)
    {
        if (!known.TryGetValue(id, out var found))
        {
            await foreach (var one in all.ConfigureAwait(false))
            {
                known[idOf(one)] = one;
            }
        }

        return found ?? (known.TryGetValue(id, out found) ? found : throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]));
    }
}
