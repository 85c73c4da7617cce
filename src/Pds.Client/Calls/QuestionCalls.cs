using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>Listing and answering questions, the same for everybody who may.</summary>
internal static class QuestionCalls
{
    /// <summary>Questions, oldest first.</summary>
    /// <param name="questions">Calls as whoever asks.</param>
    /// <param name="organizationId">For stewards, the organisation asked; else empty.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static IAsyncEnumerable<Question> ListAsync(
        QuestionService.QuestionServiceClient questions, string organizationId, CancellationToken cancellationToken) =>
        Paging.Walk<Question>(async (token, cancel) =>
        {
            var ask = new ListQuestionsRequest { OrganizationId = organizationId, PageToken = token };
            var page = await Call.RunAsync("ListQuestions", null, () => questions.ListQuestionsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Questions, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Answers one.</summary>
    public static Task<Question> AnswerAsync(
        QuestionService.QuestionServiceClient questions, string questionId, string answerJa, string? requestId, CancellationToken cancellationToken)
    {
        var request = new AnswerQuestionRequest { QuestionId = questionId, AnswerJa = answerJa, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("AnswerQuestion", null, () => questions.AnswerQuestionAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }
}
