using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Questions;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>QuestionService: parse, act, map.</summary>
internal sealed class QuestionRpc(Recorder recorder, Repeats repeats, Calls calls) : V1.QuestionService.QuestionServiceBase
{
    public override Task<V1.Question> AskQuestion(V1.AskQuestionRequest request, ServerCallContext context)
    {
        var caller = Calls.ResidentOf(context);
        return repeats.OnceAsync<V1.Question>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new AskQuestion(recorder).RunAsync(
                caller.Resident, request.UseIndex, request.TextJa, Calls.CarriedBy(context), caller.Acting,
                made => keep.With(ToWire(made, toResident: true)), context.CancellationToken).ConfigureAwait(false)), toResident: true));
    }

    public override async Task<V1.ListQuestionsResponse> ListQuestions(V1.ListQuestionsRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken, request.OrganizationId);
        var toResident = CallFacts.Of(context).Caller is Caller.ResidentCaller;
        var fetched = toResident
            ? await OfResidentAsync(request, page, context).ConfigureAwait(false)
            : await QuestionRow.OfRecipientAsync(
                recorder.Rows, AskedOf(request, context), page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, question => question.Ordinal, request.OrganizationId);
        var now = recorder.Clock.GetUtcNow();
        return new V1.ListQuestionsResponse
        {
            Questions = { toResident || !IsBoard(context) ? rows.Select(question => ToWire(question, toResident)) : rows.Where(question => question.IsLate(now)).Select(ToBoard) },
            NextPageToken = next,
        };
    }

    public override Task<V1.Question> AnswerQuestion(V1.AnswerQuestionRequest request, ServerCallContext context)
    {
        Calls.Require(context, QuestionId.TryParse(request.QuestionId, out var id), "question_id");
        var by = Calls.ActingFor(context);
        return repeats.OnceAsync<V1.Question>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new AnswerQuestion(recorder).RunAsync(
                id, request.AnswerJa, by, Calls.PersonOf(context), answered => keep.With(ToWire(answered, toResident: false)), context.CancellationToken).ConfigureAwait(false)),
            toResident: false));
    }

    private static bool IsBoard(ServerCallContext context) => Calls.ActingFor(context).Has(OrganizationRole.Reviewer);

    // Whose questions: an organisation's own, and to a steward and the review board those of the one it names.
    private static OrganizationId AskedOf(V1.ListQuestionsRequest request, ServerCallContext context)
    {
        var caller = Calls.ActingFor(context);
        if (request.OrganizationId.Length == 0)
        {
            return caller.Id;
        }

        Calls.Require(context, OrganizationId.TryParse(request.OrganizationId, out var named), "organization_id");
        return named == caller.Id || caller.Has(OrganizationRole.Steward) || caller.Has(OrganizationRole.Reviewer) ? named : throw Calls.No(context, Wire.PermissionDenied);
    }

    private async ValueTask<IReadOnlyList<ResidentQuestion>> OfResidentAsync(
        V1.ListQuestionsRequest request, Paging.Page page, ServerCallContext context)
    {
        Calls.Require(context, request.OrganizationId.Length == 0, "organization_id");

        // Marks rest between the questions, so that a page of rows would be short: all of hers are read, and there are few.
        var all = await QuestionRow.OfResidentAsync(
            recorder.Rows, Calls.ResidentOf(context).Resident, page.After, IRowReader.MaxRows, context.CancellationToken).ConfigureAwait(false);
        return [.. all.Take(page.Fetch)];
    }

    // That an answer is late, whose it is and since when. What she asked is for those who answer.
    private static V1.Question ToBoard(ResidentQuestion question) => new()
    {
        QuestionId = question.Id.ToString(), Recipient = question.Recipient.ToString(), AskTime = question.AskedAt.ToTimestamp(), DueTime = question.Due.ToTimestamp(),
    };

    private static V1.Question ToWire(ResidentQuestion question, bool toResident) => new()
    {
        QuestionId = question.Id.ToString(),
        GrantId = question.Grant.ToString(),
        Recipient = question.Recipient.ToString(),
        UseTime = question.UsedAt.ToTimestamp(),
        UseIndex = toResident ? question.Use : 0,
        TextJa = question.Text,
        AskTime = question.AskedAt.ToTimestamp(),
        DueTime = question.Due.ToTimestamp(),
        AnswerJa = question.Answer ?? "",
        AnswerTime = question.AnsweredAt?.ToTimestamp(),
        AnsweredBy = question.AnsweredBy?.ToString() ?? "",
    };
}
