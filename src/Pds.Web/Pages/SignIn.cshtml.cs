using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages;

/// <summary>Begins a sign-in. The city's server makes the challenge; the provider's answer to it makes the session.</summary>
internal sealed class SignInModel(WebHost city, Flows flows, Kept kept, FirstVisits visits) : PageModel
{
    /// <summary>Whether an answer waits that was given before the session ended.</summary>
    public bool AnswerKept { get; private set; }

    public void OnGet() => AnswerKept = kept.HasAnswer(HttpContext);

    public async Task<IActionResult> OnPostAsync()
    {
        // Whoever is signed in here leaves first: a cookie handler that found a living ticket in the request would keep its id for the next one.
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var begun = await city.StartSignInAsync(HttpContext.RequestAborted);
        return Redirect(await flows.BeginAsync(HttpContext, begun.Challenge, (back, token) => FinishAsync(back, begun.Challenge, token)));
    }

    private async Task<string> FinishAsync(HttpContext back, string challenge, string idToken)
    {
        try
        {
            await Tickets.SignInAsync(back, await city.SignInAsync(challenge, idToken));
            return kept.ReturnOf(back);
        }
        catch (PdsException refused) when (refused.Reason == "IDENTITY_NOT_LINKED")
        {
            visits.Begin(back, new FirstVisit(challenge, idToken));
            return FirstVisits.Path;
        }
    }
}
