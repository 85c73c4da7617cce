using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk;

/// <summary>The counter: help somebody who stands here, call somebody back, or paper. Nobody is found by a name.</summary>
internal sealed class IndexModel(StaffPerson person, Flows flows) : PageModel
{
    /// <summary>A visit was just ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>No call could be begun for the number typed.</summary>
    public bool CallFailed { get; private set; }

    /// <summary>A letter's code was not accepted, which ended the visit.</summary>
    public bool LetterFailed { get; private set; }

    public void OnGet(string? done) => (Ended, LetterFailed) = (done == "ended", done == "letter");

    public Task<IActionResult> OnPostAsync(string act, string? number) => act switch
    {
        "visit" => VisitAsync(),
        "call" => CallAsync(number ?? ""),
        "letter" => LetterAsync(),
        _ => Task.FromResult<IActionResult>(BadRequest()),
    };

    // The resident signs in herself, at this terminal, over a challenge that names the clerk and the visit. The clerk stays signed in beside it.
    private async Task<IActionResult> VisitAsync()
    {
        var session = await person.SessionAsync();
        var begun = await session.Desk.StartVisitAsync(HttpContext.RequestAborted);
        return Redirect(await flows.BeginAsync(HttpContext, begun.Challenge, async (_, token) =>
        {
            await session.Desk.OpenVisitAsync(begun.VisitId, token);
            return $"/desk/visits/{begun.VisitId}";
        }));
    }

    // She types her letter's code herself, and a second clerk confirms.
    private async Task<IActionResult> LetterAsync() =>
        Redirect($"/desk/visits/{(await (await person.SessionAsync()).Desk.StartVisitAsync(HttpContext.RequestAborted)).VisitId}/letter");

    private async Task<IActionResult> CallAsync(string number)
    {
        try
        {
            var begun = await (await person.SessionAsync()).Desk.StartCallAsync(number, HttpContext.RequestAborted);
            return Redirect($"/desk/calls/{begun.VisitId}");
        }
        catch (PdsException refused) when (refused.Reason is "NOT_FOUND" or "INVALID_ARGUMENT")
        {
            CallFailed = true;
            return Page();
        }
    }
}
