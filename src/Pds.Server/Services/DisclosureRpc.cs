using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Errors;
using Pds.Server.Lawful;
using Pds.Server.Mapping;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>DisclosureService: parse, act, map. What is inside the presentation and the call is parsed by the act, in its own order.</summary>
internal sealed class DisclosureRpc(Recorder recorder, RequestData requestData, Repeats repeats, Calls calls) : V1.DisclosureService.DisclosureServiceBase
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
        var answer = new V1.ListUsesResponse
        {
            NextPageToken = uses.Next is { } next ? calls.TokenAfter(context, next + 1, filter) : "", HiddenByLaw = uses.HiddenByLaw,
        };
        foreach (var use in uses.Uses)
        {
            answer.Uses.Add(await ToWireAsync(use, request.WithoutProofs, context).ConfigureAwait(false));
        }

        return answer;
    }

    public override Task<V1.ProposedLawfulReading> ProposeLawfulReading(V1.ProposeLawfulReadingRequest request, ServerCallContext context)
    {
        Calls.Require(context, ResidentId.TryParse(request.ResidentId, out var resident), "resident_id");
        Calls.Require(context, TermsMap.TryParseBound(request.HiddenUntil, out var until) && until is not null, "hidden_until");
        var steward = Calls.OrganizationOf(context).Id;
        return repeats.OnceAsync<V1.ProposedLawfulReading>(context, request, async keep => ToWire(await DoneAsync(
            context,
            new ProposeLawfulReading(recorder).RunAsync(
                new ProposedReading(
                    LawfulReadingId.New(), resident, request.LegalBasisJa, request.AuthorityJa, request.RecipientJa, until!.Value, steward, default),
                made => keep.With(ToWire(made)),
                context.CancellationToken)).ConfigureAwait(false)));
    }

    public override async Task<V1.ListLawfulReadingsResponse> ListLawfulReadings(V1.ListLawfulReadingsRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var fetched = await LawfulReadingRow.ListAsync(recorder.Rows, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, reading => reading.Ordinal);
        return new V1.ListLawfulReadingsResponse { LawfulReadings = { rows.Select(ToWire) }, NextPageToken = next };
    }

    public override Task<V1.ConfirmLawfulReadingResponse> ConfirmLawfulReading(V1.ConfirmLawfulReadingRequest request, ServerCallContext context)
    {
        Calls.Require(context, LawfulReadingId.TryParse(request.LawfulReadingId, out var id), "lawful_reading_id");
        var board = Calls.OrganizationOf(context).Id;
        return repeats.OnceAsync<V1.ConfirmLawfulReadingResponse>(context, request, async keep => Confirmed(await DoneAsync(
            context,
            new ConfirmLawfulReading(recorder).RunAsync(id, board, made => keep.With(Confirmed(made)), context.CancellationToken)).ConfigureAwait(false)));
    }

    private static async ValueTask<ProposedReading> DoneAsync(ServerCallContext context, ValueTask<Outcome<ProposedReading>> act) =>
        Calls.ValueOf(context, await act.ConfigureAwait(false));

    private static V1.ConfirmLawfulReadingResponse Confirmed(ProposedReading reading) => new() { LawfulReading = ToWire(reading) };

    private static V1.ProposedLawfulReading ToWire(ProposedReading reading) => new()
    {
        LawfulReadingId = reading.Id.ToString(),
        ResidentId = reading.Resident.ToString(),
        LegalBasisJa = reading.LegalBasis,
        AuthorityJa = reading.Authority,
        RecipientJa = reading.Recipient,
        HiddenUntil = reading.HiddenUntil.ToTimestamp(),
        ProposedBy = reading.ProposedBy.ToString(),
        ProposeTime = reading.ProposedAt.ToTimestamp(),
    };

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
    private async ValueTask<V1.Use> ToWireAsync(Use use, bool withoutProof, ServerCallContext context)
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
            Rule = use.Rule ?? 0,
            OverField = use.Over?.Field ?? "",
            OverTime = use.Over?.At?.ToTimestamp(),
            OverDate = use.Over?.Date is { } date ? date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : "",
        };
        if (CallFacts.Of(context).Caller is not Caller.ResidentCaller resident)
        {
            return wire;
        }

        if (withoutProof)
        {
            wire.Evidence = new V1.LedgerEvidence { Index = use.Index };
        }
        else if (await recorder.FindEntryAsync(ChainId.Resident(resident.Resident), use.Index, context.CancellationToken).ConfigureAwait(false) is { } entry)
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
