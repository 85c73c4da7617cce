using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Desk;
using Pds.Server.Hosting;
using Pds.Server.Mapping;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>DeskService: parse, act, map.</summary>
internal sealed class DeskRpc(Roles roles, ConsentActs acts, Repeats repeats) : V1.DeskService.DeskServiceBase
{
    private const int MostCases = 100;
    private const int MaxOptionalFields = 100;

    private readonly Recorder recorder = roles.Recorder;
    private readonly Visits visits = new(roles.Recorder, roles.Identity, new VoiceQueue(Path.Combine(roles.Data.Root, "voice")));
    private readonly Paper paper = new(roles.Recorder, acts);

    public override async Task<V1.StartVisitResponse> StartVisit(V1.StartVisitRequest request, ServerCallContext context)
    {
        var begun = Calls.ValueOf(context, await visits.StartAsync(Calls.StaffOf(context), context.CancellationToken).ConfigureAwait(false));
        return new V1.StartVisitResponse { VisitId = begun.Id.ToString(), Challenge = begun.Challenge!, ExpireTime = begun.ExpiresAt.ToTimestamp() };
    }

    public override Task<V1.Visit> OpenVisit(V1.OpenVisitRequest request, ServerCallContext context)
    {
        var id = VisitOf(context, request.VisitId);
        Calls.Require(context, request.IdToken.Length is > 0 and <= IdToken.MaxLength, "id_token");
        return repeats.OnceAsync<V1.Visit>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await visits.OpenAsync(Calls.StaffOf(context), id, request.IdToken, opened => keep.With(ToWire(opened)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override Task<V1.OpenVisitByLetterResponse> OpenVisitByLetter(V1.OpenVisitByLetterRequest request, ServerCallContext context)
    {
        var id = VisitOf(context, request.VisitId);
        Calls.Require(context, ResidentNumber.TryParse(request.ResidentNumber, out var number), "resident_number");
        Calls.Require(context, LetterCode.TryParse(request.Code, out var code), "code");
        return repeats.OnceAsync<V1.OpenVisitByLetterResponse>(context, request, async keep => Until(Calls.ValueOf(
            context,
            await visits.BeginByLetterAsync(Calls.StaffOf(context), id, number, code, waiting => keep.With(Until(waiting)), context.CancellationToken).ConfigureAwait(false))));
        static V1.OpenVisitByLetterResponse Until(Visit visit) => new() { ExpireTime = visit.ExpiresAt.ToTimestamp() };
    }

    public override async Task<V1.ListWaitingVisitsResponse> ListWaitingVisits(V1.ListWaitingVisitsRequest request, ServerCallContext context)
    {
        var waiting = await VisitRow.WaitingAsync(recorder.Rows, MostCases, recorder.Clock.GetUtcNow(), context.CancellationToken).ConfigureAwait(false);
        return new V1.ListWaitingVisitsResponse
        {
            Visits =
            {
                waiting.Select(visit => new V1.WaitingVisit { VisitId = visit.Id.ToString(), StaffId = visit.Clerk.ToString(), ExpireTime = visit.ExpiresAt.ToTimestamp() }),
            },
        };
    }

    public override Task<V1.ConfirmVisitResponse> ConfirmVisit(V1.ConfirmVisitRequest request, ServerCallContext context)
    {
        var id = VisitOf(context, request.VisitId);
        return repeats.OnceAsync<V1.ConfirmVisitResponse>(context, request, async keep =>
        {
            var answer = new V1.ConfirmVisitResponse();
            Calls.ValueOf(
                context, await visits.ConfirmAsync(Calls.StaffOf(context), id, _ => keep.With(answer), context.CancellationToken).ConfigureAwait(false));
            return answer;
        });
    }

    public override async Task<V1.StartCallResponse> StartCall(V1.StartCallRequest request, ServerCallContext context)
    {
        Calls.Require(context, ResidentNumber.TryParse(request.ResidentNumber, out var number), "resident_number");
        var begun = Calls.ValueOf(context, await visits.StartCallAsync(Calls.StaffOf(context), number, context.CancellationToken).ConfigureAwait(false));
        return new V1.StartCallResponse { VisitId = begun.Id.ToString(), ExpireTime = begun.ExpiresAt.ToTimestamp() };
    }

    public override Task<V1.Visit> OpenCall(V1.OpenCallRequest request, ServerCallContext context)
    {
        var id = VisitOf(context, request.VisitId);
        Calls.Require(context, request.Code.Length is > 0 and <= 16, "code");
        return repeats.OnceAsync<V1.Visit>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await visits.OpenCallAsync(Calls.StaffOf(context), id, request.Code, opened => keep.With(ToWire(opened)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override Task<V1.CloseVisitResponse> CloseVisit(V1.CloseVisitRequest request, ServerCallContext context)
    {
        var id = VisitOf(context, request.VisitId);
        var reason = request.End switch
        {
            V1.VisitEnd.Done => "done",
            V1.VisitEnd.WrongNumber => "wrong_number",
            V1.VisitEnd.HungUp => "hung_up",
            _ => throw Calls.Invalid(context, "end"),
        };
        return repeats.OnceAsync<V1.CloseVisitResponse>(context, request, async keep =>
        {
            var answer = new V1.CloseVisitResponse();
            Calls.ValueOf(context, await visits.CloseAsync(Calls.StaffOf(context), id, reason, keep.With(answer), context.CancellationToken).ConfigureAwait(false));
            return answer;
        });
    }

    public override async Task<V1.Visit> GetVisit(V1.GetVisitRequest request, ServerCallContext context) =>
        await visits.FindAsync(Calls.StaffOf(context), VisitOf(context, request.VisitId), context.CancellationToken).ConfigureAwait(false) is { OpenedAt: not null } visit
            ? ToWire(visit)
            : throw Calls.No(context, Wire.VisitNotAccepted);

    public override Task<V1.PaperForm> PrintForm(V1.PrintFormRequest request, ServerCallContext context)
    {
        Calls.Require(context, PurposeVersion.TryParse(request.Purpose, out var purpose), "purpose");
        return repeats.OnceAsync<V1.PaperForm>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await paper.PrintAsync(Calls.StaffOf(context), purpose, form => keep.With(ToWire(form)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override Task<V1.PaperCase> RecordPaper(V1.RecordPaperRequest request, ServerCallContext context)
    {
        Calls.Require(context, PaperFormId.TryParse(request.FormId, out var form), "form_id");
        Calls.Require(context, ResidentNumber.TryParse(request.ResidentNumber, out var number), "resident_number");
        var (consent, optional) = MarksOf(context, request.Marks);
        return repeats.OnceAsync<V1.PaperCase>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await paper.RecordAsync(
                Calls.StaffOf(context), form, number, request.Scan.ToByteArray(), consent, optional, made => keep.With(ToWire(made)), context.CancellationToken)
                .ConfigureAwait(false))));
    }

    public override async Task<V1.ListPaperCasesResponse> ListPaperCases(V1.ListPaperCasesRequest request, ServerCallContext context)
    {
        var waiting = await PaperRows.WaitingAsync(recorder.Rows, MostCases, context.CancellationToken).ConfigureAwait(false);
        return new V1.ListPaperCasesResponse { Cases = { waiting.Select(ToWire) } };
    }

    public override async Task<V1.PaperScan> GetPaperScan(V1.GetPaperScanRequest request, ServerCallContext context)
    {
        Calls.Require(context, PaperCaseId.TryParse(request.CaseId, out var id), "case_id");
        var (one, scan) = Calls.ValueOf(context, await paper.LookAsync(Calls.StaffOf(context), id, context.CancellationToken).ConfigureAwait(false));
        return new V1.PaperScan { Scan = ByteString.CopyFrom(scan.Span), MediaType = one.MediaType };
    }

    public override Task<V1.ConfirmPaperResponse> ConfirmPaper(V1.ConfirmPaperRequest request, ServerCallContext context)
    {
        Calls.Require(context, PaperCaseId.TryParse(request.CaseId, out var id), "case_id");
        var (consent, optional) = MarksOf(context, request.Marks);
        return repeats.OnceAsync<V1.ConfirmPaperResponse>(
            context,
            request,
            async keep => ToWire(Calls.ValueOf(
                context,
                await paper.ConfirmAsync(Calls.StaffOf(context), id, consent, optional, keep.Claim(), context.CancellationToken).ConfigureAwait(false))),
            async _ => await RetellAsync(context, id).ConfigureAwait(false));
    }

    private async ValueTask<V1.ConfirmPaperResponse> RetellAsync(ServerCallContext context, PaperCaseId id)
    {
        var one = (await PaperRows.FindCaseAsync(recorder.Rows, id, context.CancellationToken).ConfigureAwait(false))!;
        var grant = (await GrantRow.FindAsync(recorder.Rows, one.Grant, context.CancellationToken).ConfigureAwait(false))!;
        return ToWire(new PaperAnswer(grant, grant.Given is null
            ? null
            : Calls.ValueOf(context, await acts.GetReceipt.ForResidentAsync(one.Resident, one.Grant, context.CancellationToken).ConfigureAwait(false))));
    }

    private static VisitId VisitOf(ServerCallContext context, string text)
    {
        Calls.Require(context, VisitId.TryParse(text, out var id), "visit_id");
        return id;
    }

    private static (PaperMark Consent, IReadOnlyList<string> OptionalFields) MarksOf(ServerCallContext context, V1.PaperMarks? marks)
    {
        var consent = (PaperMark)(int)(marks?.Consent ?? V1.Mark.Unspecified);
        Calls.Require(context, System.Enum.IsDefined(consent), "marks.consent");
        var fields = marks!.OptionalFields.ToList();
        Calls.Require(
            context,
            fields.Count <= MaxOptionalFields && fields.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal).SequenceEqual(fields, StringComparer.Ordinal),
            "marks.optional_fields");
        return (consent, fields);
    }

    private static V1.Visit ToWire(Visit visit) => new()
    {
        VisitId = visit.Id.ToString(),
        Channel = visit.Channel switch
        {
            VisitChannel.Counter => V1.VisitChannel.Counter,
            VisitChannel.Voice => V1.VisitChannel.Voice,
        },
        ExpireTime = visit.ExpiresAt.ToTimestamp(),
        ByLetter = visit.Letter is not null,
    };

    private static V1.PaperForm ToWire(PaperForm form) => new() { FormId = form.Id.ToString(), Purpose = form.Purpose.ToString() };

    private static V1.PaperCase ToWire(PaperCase one) => new()
    {
        CaseId = one.Id.ToString(), FormId = one.Form.ToString(), Purpose = one.Purpose.ToString(), StaffId = one.Clerk.ToString(), CreateTime = one.At.ToTimestamp(),
    };

    private static V1.ConfirmPaperResponse ToWire(PaperAnswer answer) =>
        new() { Consent = answer.Grant.ToWire(), Receipt = answer.Receipt?.ToWire(withShare: false) };
}
