using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Staff;

/// <summary>Begins a sign-in of staff, over a challenge that no resident's session can come of.</summary>
internal sealed class SignInModel(WebHost city, Flows flows, Kept kept, FirstVisits visits) : PageModel
{
    /// <summary>Whether an answer waits that was given before the session ended.</summary>
    public bool AnswerKept { get; private set; }

    public void OnGet() => AnswerKept = kept.HasAnswer(HttpContext);

    public async Task<IActionResult> OnPostAsync()
    {
        // Whoever is signed in here leaves first: a cookie handler that found a living ticket in the request would keep its id for the next one.
        await HttpContext.SignOutAsync(StaffTickets.Scheme);
        var begun = await city.StartStaffSignInAsync(HttpContext.RequestAborted);
        return Redirect(await flows.BeginAsync(HttpContext, begun.Challenge, (back, token) => FinishAsync(back, begun.Challenge, token)));
    }

    private async Task<string> FinishAsync(HttpContext back, string challenge, string idToken)
    {
        try
        {
            await StaffTickets.SignInAsync(back, await city.SignInStaffAsync(challenge, idToken));
            return kept.StaffReturnOf(back);
        }
        catch (PdsException refused) when (refused.Reason == "IDENTITY_NOT_LINKED")
        {
            visits.Begin(back, new FirstVisit(challenge, idToken));
            return FirstVisitModel.Path;
        }
    }
}
