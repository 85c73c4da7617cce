using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Mapping;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>CatalogService: parse, act, map.</summary>
internal sealed class CatalogRpc(Recorder recorder, Repeats repeats, Calls calls) : V1.CatalogService.CatalogServiceBase
{
    private const int MaxReasonLength = 1000;

    public override async Task<V1.ListDatasetsResponse> ListDatasets(V1.ListDatasetsRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var fetched = await DatasetRow.ListAsync(recorder.Rows, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, dataset => dataset.Ordinal);
        return new V1.ListDatasetsResponse { Datasets = { rows.Select(CatalogMap.ToWire) }, NextPageToken = next };
    }

    public override async Task<V1.Dataset> GetDataset(V1.GetDatasetRequest request, ServerCallContext context)
    {
        Calls.Require(context, CatalogMap.TryParseVersion(request.Code, request.Version, out DatasetVersion id), "code");
        return await DatasetAsync(id, context).ConfigureAwait(false);
    }

    public override async Task<V1.ListPurposesResponse> ListPurposes(V1.ListPurposesRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var fetched = await PurposeRow.ListAsync(recorder.Rows, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, purpose => purpose.Ordinal);
        return new V1.ListPurposesResponse { Purposes = { rows.Select(ToWire) }, NextPageToken = next };
    }

    public override async Task<V1.Purpose> GetPurpose(V1.GetPurposeRequest request, ServerCallContext context)
    {
        Calls.Require(context, CatalogMap.TryParseVersion(request.Code, request.Version, out PurposeVersion id), "code");
        return await PurposeAsync(id, context).ConfigureAwait(false);
    }

    public override Task<V1.Dataset> PublishDataset(V1.PublishDatasetRequest request, ServerCallContext context)
    {
        Calls.Require(context, CatalogMap.TryParse(request.Dataset, out var dataset, out var fault), fault);
        return repeats.OnceAsync<V1.Dataset>(context, request, async keep => Calls.ValueOf(
            context,
            await new PublishDataset(recorder, Calls.PersonOf(context)).RunAsync(dataset!, keep.Claim(), context.CancellationToken).ConfigureAwait(false)).ToWire(),
            _ => DatasetAsync(dataset!.Id, context));
    }

    public override async Task<V1.ReadNoticeResponse> ReadNotice(V1.ReadNoticeRequest request, ServerCallContext context)
    {
        Calls.Require(context, DatasetVersion.TryParse(request.Dataset, out var id), "dataset");
        var dataset = await DatasetRow.FindAsync(recorder.Rows, id, context.CancellationToken).ConfigureAwait(false) ?? throw Calls.No(context, Wire.NotFound);
        var notice = new Notice(
            request.NameJa, request.TextJa, request.BenefitJa, request.RefusalConsequenceJa, request.RequiredFields, request.OptionalFields);
        return new V1.ReadNoticeResponse { Findings = { NoticeCheck.Read(notice, dataset).Select(CatalogMap.ToWire) } };
    }

    public override async Task<V1.ReviewFacts> GetReviewFacts(V1.GetReviewFactsRequest request, ServerCallContext context)
    {
        Calls.Require(context, CatalogMap.TryParseVersion(request.Code, request.Version, out PurposeVersion id), "code");
        return Calls.ValueOf(context, await new ReadReviewFacts(recorder).RunAsync(id, context.CancellationToken).ConfigureAwait(false)).ToWire();
    }

    public override Task<V1.Purpose> ProposePurpose(V1.ProposePurposeRequest request, ServerCallContext context)
    {
        var caller = Calls.OrganizationOf(context);
        Calls.Require(context, CatalogMap.TryParse(request.Purpose, caller, out var purpose, out var fault), fault);
        return repeats.OnceAsync<V1.Purpose>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new ProposePurpose(recorder)
                .RunAsync(caller.Id, purpose!, keep.Claim(), context.CancellationToken).ConfigureAwait(false))),
            _ => PurposeAsync(purpose!.Id, context));
    }

    public override Task<V1.Purpose> ReviewPurpose(V1.ReviewPurposeRequest request, ServerCallContext context)
    {
        Calls.Require(context, CatalogMap.TryParseVersion(request.Code, request.Version, out PurposeVersion id), "code");
        Calls.Require(context, request.Verdict is V1.ReviewVerdict.Approve or V1.ReviewVerdict.Reject, "verdict");
        Calls.Require(context, request.ReasonJa.Length is > 0 and <= MaxReasonLength, "reason_ja");
        var version = Calls.VersionOf(context, request.Etag);
        return repeats.OnceAsync<V1.Purpose>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new ReviewPurpose(recorder).RunAsync(
                new ReviewPurposeInput
                {
                    Reviewer = Calls.ActingFor(context).Id,
                    Staff = Calls.PersonOf(context),
                    Purpose = id,
                    Approved = request.Verdict == V1.ReviewVerdict.Approve,
                    ReasonJa = request.ReasonJa,
                    RowVersion = version,
                    Alongside = keep.Claim(),
                },
                context.CancellationToken).ConfigureAwait(false))),
            _ => PurposeAsync(id, context));
    }

    public override Task<V1.Dataset> InvalidateDataset(V1.InvalidateDatasetRequest request, ServerCallContext context)
    {
        Calls.Require(context, CatalogMap.TryParseVersion(request.Code, request.Version, out DatasetVersion id), "code");
        return repeats.OnceAsync<V1.Dataset>(context, request, async keep => Calls.ValueOf(
            context,
            await new InvalidateDataset(recorder)
                .RunAsync(id, Ending(context, request.ReasonJa, request.Etag, keep.Claim()), context.CancellationToken)
                .ConfigureAwait(false)).Value.ToWire(),
            _ => DatasetAsync(id, context));
    }

    public override Task<V1.Purpose> InvalidatePurpose(V1.InvalidatePurposeRequest request, ServerCallContext context)
    {
        Calls.Require(context, CatalogMap.TryParseVersion(request.Code, request.Version, out PurposeVersion id), "code");
        return repeats.OnceAsync<V1.Purpose>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new InvalidatePurpose(recorder)
                .RunAsync(id, Ending(context, request.ReasonJa, request.Etag, keep.Claim()), context.CancellationToken)
                .ConfigureAwait(false)).Value),
            _ => PurposeAsync(id, context));
    }

    private static InvalidationInput Ending(ServerCallContext context, string reasonJa, string etag, IReadOnlyList<Change> alongside)
    {
        Calls.Require(context, reasonJa.Length is > 0 and <= 500, "reason_ja");
        return new InvalidationInput
        {
            ReasonJa = reasonJa, By = Calls.ActingFor(context).Id, Staff = Calls.PersonOf(context), RowVersion = Calls.VersionOf(context, etag), Alongside = alongside,
        };
    }

    private async ValueTask<V1.Dataset> DatasetAsync(DatasetVersion id, ServerCallContext context) =>
        (await DatasetRow.FindAsync(recorder.Rows, id, context.CancellationToken).ConfigureAwait(false))?.ToWire()
            ?? throw Calls.No(context, Wire.NotFound);

    private async ValueTask<V1.Purpose> PurposeAsync(PurposeVersion id, ServerCallContext context) =>
        await PurposeRow.FindAsync(recorder.Rows, id, context.CancellationToken).ConfigureAwait(false) is { } purpose
            ? ToWire(purpose)
            : throw Calls.No(context, Wire.NotFound);

    private V1.Purpose ToWire(Purpose purpose) => purpose.ToWire(recorder.Clock.GetUtcNow());
}
