using Google.Protobuf;
using Grpc.Core;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>The counter, the telephone and paper, for staff with the counter role.</summary>
public sealed class Desk
{
    private readonly DeskService.DeskServiceClient _desk;
    private readonly LetterService.LetterServiceClient _letters;

    internal Desk(CallInvoker invoker) => (_desk, _letters) = (new(invoker), new(invoker));

    /// <summary>Begins a visit: a challenge for the resident's own sign-in at the counter.</summary>
    public Task<StartVisitResponse> StartVisitAsync(CancellationToken cancellationToken = default) =>
        Call.RunAsync("StartVisit", null, () => _desk.StartVisitAsync(new StartVisitRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Opens it for whom the sign-in names.</summary>
    public Task<Visit> OpenVisitAsync(string visitId, string idToken, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new OpenVisitRequest { VisitId = visitId, IdToken = idToken, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("OpenVisit", null, () => _desk.OpenVisitAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Begins to open it for somebody without any sign-in: she typed her letter's code, and a second person has to confirm.</summary>
    public Task<OpenVisitByLetterResponse> OpenVisitByLetterAsync(
        string visitId, string residentNumber, string code, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new OpenVisitByLetterRequest { VisitId = visitId, ResidentNumber = residentNumber, Code = code, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("OpenVisitByLetter", null, () => _desk.OpenVisitByLetterAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>The visits that wait for a second person.</summary>
    public async Task<IReadOnlyList<WaitingVisit>> ListWaitingVisitsAsync(CancellationToken cancellationToken = default) =>
        (await Call.RunAsync("ListWaitingVisits", null, () => _desk.ListWaitingVisitsAsync(new ListWaitingVisitsRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Visits;

    /// <summary>Confirms, as a second person, that the resident stands there with her letter.</summary>
    public Task ConfirmVisitAsync(string visitId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new ConfirmVisitRequest { VisitId = visitId, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("ConfirmVisit", null, () => _desk.ConfirmVisitAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Orders a letter with a code.</summary>
    public Task<LetterOrder> OrderLetterAsync(string residentNumber, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new OrderLetterRequest { ResidentNumber = residentNumber, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("OrderLetter", null, () => _letters.OrderLetterAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>The letters that wait to be printed by somebody else.</summary>
    public async Task<IReadOnlyList<LetterOrder>> ListLetterOrdersAsync(CancellationToken cancellationToken = default) =>
        (await Call.RunAsync("ListLetterOrders", null, () => _letters.ListLetterOrdersAsync(new ListLetterOrdersRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Orders;

    /// <summary>Prints one, as a second person. Its code is in this answer and nowhere else.</summary>
    public Task<PrintedLetter> PrintLetterAsync(string letterId, CancellationToken cancellationToken = default) =>
        Call.RunAsync("PrintLetter", null, () => _letters.PrintLetterAsync(new PrintLetterRequest { LetterId = letterId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Begins a call: a code is spoken to the registered number.</summary>
    public Task<StartCallResponse> StartCallAsync(string residentNumber, CancellationToken cancellationToken = default) =>
        Call.RunAsync("StartCall", null, () => _desk.StartCallAsync(new StartCallRequest { ResidentNumber = residentNumber }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Opens it by the code she said back.</summary>
    public Task<Visit> OpenCallAsync(string visitId, string code, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new OpenCallRequest { VisitId = visitId, Code = code, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("OpenCall", null, () => _desk.OpenCallAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Ends a visit or call.</summary>
    public Task CloseVisitAsync(string visitId, VisitEnd end, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new CloseVisitRequest { VisitId = visitId, End = end, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("CloseVisit", null, () => _desk.CloseVisitAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>One that is open now.</summary>
    public Task<Visit> GetVisitAsync(string visitId, CancellationToken cancellationToken = default) =>
        Call.RunAsync("GetVisit", null, () => _desk.GetVisitAsync(new GetVisitRequest { VisitId = visitId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Prints a form about one purpose.</summary>
    public Task<PaperForm> PrintFormAsync(string purpose, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new PrintFormRequest { Purpose = purpose, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("PrintForm", null, () => _desk.PrintFormAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Takes a filled form in.</summary>
    public Task<PaperCase> RecordPaperAsync(
        string formId, string residentNumber, byte[] scan, PaperMarks marks, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new RecordPaperRequest
        {
            FormId = formId, ResidentNumber = residentNumber, Scan = ByteString.CopyFrom(scan), Marks = marks, RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("RecordPaper", null, () => _desk.RecordPaperAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>The forms that wait for a second person.</summary>
    public async Task<IReadOnlyList<PaperCase>> ListPaperCasesAsync(CancellationToken cancellationToken = default) =>
        (await Call.RunAsync("ListPaperCases", null, () => _desk.ListPaperCasesAsync(new ListPaperCasesRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Cases;

    /// <summary>The scan of one.</summary>
    public Task<PaperScan> GetPaperScanAsync(string caseId, CancellationToken cancellationToken = default) =>
        Call.RunAsync("GetPaperScan", null, () => _desk.GetPaperScanAsync(new GetPaperScanRequest { CaseId = caseId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Says what a second person read.</summary>
    public Task<ConfirmPaperResponse> ConfirmPaperAsync(string caseId, PaperMarks marks, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new ConfirmPaperRequest { CaseId = caseId, Marks = marks, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("ConfirmPaper", null, () => _desk.ConfirmPaperAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }
}
