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

    /// <summary>What is to be changed about a purpose's notice, in the order a resident reads.</summary>
    public async Task<IReadOnlyList<NoticeFinding>> ReadNoticeAsync(Purpose purpose, CancellationToken cancellationToken = default)
    {
        var request = NoticeOf(purpose);
        var answer = await Call.RunAsync("ReadNotice", null, () => _catalog.ReadNoticeAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        return answer.Findings;
    }

    internal static ReadNoticeRequest NoticeOf(Purpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new ReadNoticeRequest
        {
            Dataset = purpose.Dataset,
            RequiredFields = { purpose.RequiredFields },
            OptionalFields = { purpose.OptionalFields },
            NameJa = purpose.NameJa,
            TextJa = purpose.TextJa,
            BenefitJa = purpose.BenefitJa,
            RefusalConsequenceJa = purpose.RefusalConsequenceJa,
        };
    }
}
