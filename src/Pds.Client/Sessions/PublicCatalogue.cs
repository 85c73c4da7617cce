using Grpc.Core;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>Datasets and purposes, as anybody reads them.</summary>
public sealed class PublicCatalogue
{
    private readonly CatalogService.CatalogServiceClient _catalog;

    internal PublicCatalogue(CallInvoker invoker) => _catalog = new(invoker);

    /// <summary>All datasets.</summary>
    public IAsyncEnumerable<Dataset> ListDatasetsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Dataset>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListDatasets", null, () => _catalog.ListDatasetsAsync(new ListDatasetsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Datasets, page.NextPageToken);
        }, cancellationToken);

    /// <summary>All purposes.</summary>
    public IAsyncEnumerable<Purpose> ListPurposesAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Purpose>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListPurposes", null, () => _catalog.ListPurposesAsync(new ListPurposesRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Purposes, page.NextPageToken);
        }, cancellationToken);
}
