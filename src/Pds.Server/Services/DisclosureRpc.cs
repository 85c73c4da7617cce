using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Errors;
using Pds.Server.Mapping;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>DisclosureService: parse, act, map. What is inside the presentation and the call is parsed by the act, in its own order.</summary>
internal sealed class DisclosureRpc(Recorder recorder, RequestData requestData, Calls calls) : V1.DisclosureService.DisclosureServiceBase
{
    public override async Task<V1.RequestDataResponse> RequestData(V1.RequestDataRequest request, ServerCallContext context)
    {
        var outcome = await requestData.RunAsync(InputOf(request, context), CallerOf(context), context.CancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            RequestDataOutcome.Given given => ToWire(given),
            RequestDataOutcome.Refused refused => throw Calls.No(context, refused.Why, recorder.Clock.GetUtcNow()),
            _ => throw new InvalidOperationException("Data is given or refused."),
        };
    }

    public override async Task RequestDataBatch(
        V1.RequestDataBatchRequest request, IServerStreamWriter<V1.RequestDataBatchResponse> responseStream, ServerCallContext context)
    {
        Calls.Require(context, Pds.Disclosure.RequestDataBatch.IsInBounds(request.Items.Count), "items");
        var inputs = request.Items.Select(item => InputOf(item, context)).ToList();
        var batch = new RequestDataBatch(requestData);
        await foreach (var answer in batch.RunAsync(inputs, CallerOf(context), context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(ToWire(answer), context.CancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<V1.ListUsesResponse> ListUses(V1.ListUsesRequest request, ServerCallContext context)
    {
        GrantId? grant = null;
        if (request.GrantId.Length > 0)
        {
            Calls.Require(context, GrantId.TryParse(request.GrantId, out var named), "grant_id");
            grant = named;
        }

        Calls.Require(context, TermsMap.TryParseBound(request.StartTime, out var from), "start_time");
        Calls.Require(context, TermsMap.TryParseBound(request.EndTime, out var until), "end_time");
        var filter = $"{grant}|{from:O}|{until:O}";
        var page = calls.PageOf(context, request.PageSize, request.PageToken, filter);
        var uses = await ReadAsync(context, new UseFilter(grant, from, until), page).ConfigureAwait(false);
        var answer = new V1.ListUsesResponse { NextPageToken = uses.Next is { } next ? calls.TokenAfter(context, next + 1, filter) : "" };
        foreach (var use in uses.Uses)
        {
            answer.Uses.Add(await ToWireAsync(use, context).ConfigureAwait(false));
        }

        return answer;
    }

    // Positions in a chain start at 0, so that the cursor of a token is one more, and 0 means the beginning.
    private ValueTask<UsePage> ReadAsync(ServerCallContext context, UseFilter filter, Paging.Page page)
    {
        long? cursor = page.After == 0 ? null : page.After - 1;
        var list = new ListUses(recorder);
        return CallFacts.Of(context).Caller is Caller.ResidentCaller resident
            ? list.OfResidentAsync(resident.Resident, filter, cursor, page.Size, context.CancellationToken)
            : list.OfRecipientAsync(Calls.OrganizationOf(context).Id, filter, cursor, page.Size, context.CancellationToken);
    }

    // The proof is the resident's; a recipient got its own with the data.
    private async ValueTask<V1.Use> ToWireAsync(Use use, ServerCallContext context)
    {
        var wire = new V1.Use
        {
            GrantId = use.Grant.ToString(),
            Recipient = use.Recipient.ToString(),
            Purpose = use.Purpose ?? "",
            Time = use.At.ToTimestamp(),
            Outcome = use.Outcome switch
            {
                UseOutcome.Intended => V1.UseOutcome.Intended,
                UseOutcome.Disclosed => V1.UseOutcome.Disclosed,
                UseOutcome.Stopped => V1.UseOutcome.Stopped,
                UseOutcome.Refused => V1.UseOutcome.Refused,
            },
            Fields = { use.Fields },
            Records = use.Records,
            Reason = use.Reason ?? "",
            Count = (int)Math.Min(use.Count, int.MaxValue),
        };
        if (CallFacts.Of(context).Caller is Caller.ResidentCaller resident
            && await recorder.FindEntryAsync(ChainId.Resident(resident.Resident), use.Index, context.CancellationToken).ConfigureAwait(false) is { } entry)
        {
            wire.Evidence = entry.ToWire();
        }

        return wire;
    }

    private static RequestDataInput InputOf(V1.RequestDataRequest request, ServerCallContext context) =>
        new(request.Presentation, request.Call.Memory, request.SealedShare.Memory, request.GateKid, CallFacts.Of(context).Method.Path);

    private static CallingOrganization CallerOf(ServerCallContext context)
    {
        var organization = Calls.OrganizationOf(context);
        return organization.CallKey is { } key
            ? new CallingOrganization(organization.Id, key)
            : throw Calls.No(context, Wire.ClientCertificateNotAccepted);
    }

    private V1.RequestDataBatchResponse ToWire(BatchAnswer answer) => answer.Outcome switch
    {
        RequestDataOutcome.Given given => new V1.RequestDataBatchResponse { Item = answer.Item, Data = ToWire(given) },
        RequestDataOutcome.Refused refused => new V1.RequestDataBatchResponse
        {
            Item = answer.Item, Refusal = RefusalStatus.Item(refused.Why, recorder.Clock.GetUtcNow()),
        },
        _ => throw new InvalidOperationException("Data is given or refused."),
    };

    private static V1.RequestDataResponse ToWire(RequestDataOutcome.Given given) => new()
    {
        SealedData = ByteString.CopyFrom(given.SealedData),
        UseReceipt = given.UseReceipt,
        Intent = given.Intent.ToWire(),
        Disclosed = given.Disclosed.ToWire(),
    };
}
