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

    public void OnGet(string? done) => Ended = done == "ended";

    public Task<IActionResult> OnPostAsync(string act, string? number) => act switch
    {
        "visit" => VisitAsync(),
        "call" => CallAsync(number ?? ""),
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
