using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Answering a resident's question in the place of the organisation asked.</summary>
internal sealed class AnswerModel(StaffPerson person, StewardReading reading) : PageModel
{
    private const int MostLetters = 1000;

    public string FormId { get; private set; } = RequestIds.New();

    public Question Question { get; private set; } = null!;

    public string Recipient { get; private set; } = "";

    public string Answer { get; private set; } = "";

    public bool Wrong { get; private set; }

    public bool Late => reading.IsLate(Question);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        await FindAsync(id);
        return Question.AnswerTime is null ? Page() : Redirect("/steward/questions");
    }

    public async Task<IActionResult> OnPostAsync(string id, string request_id, string? answer)
    {
        Answer = (answer ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        if (Answer.Length is 0 or > MostLetters)
        {
            (Wrong, FormId) = (true, request_id);
            await FindAsync(id);
            return Page();
        }

        await (await person.SessionAsync()).Steward.AnswerQuestionAsync(id, Answer, RequestIds.Derive(request_id, "answer"), HttpContext.RequestAborted);
        return Redirect("/steward/questions");
    }

    // The review board is told that it is late, and not what it says: it answers none.
    private async Task FindAsync(string id)
    {
        var found = (await reading.QuestionsAsync(HttpContext.RequestAborted)).FirstOrDefault(one => one.Question.QuestionId == id);
        (Question, Recipient) = found.Question is { TextJa.Length: > 0 } ? found : throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
    }
}
