using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.TakeAway;

/// <summary>「全部持って帰る」: what is in it, what to beware of, and a fresh sign-in over exactly this.</summary>
internal sealed class IndexModel(Resident resident, WebHost city, Flows flows, TakeAways takeAways) : PageModel
{
    public void OnGet() => resident.RequireMoreThanALetter();

    public async Task<IActionResult> OnPostAsync()
    {
        resident.RequireMoreThanALetter();
        var (session, mine) = (await resident.SessionAsync(), resident.Id!);

        // From a session that is over nobody is led to a sign-in for nothing.
        await session.ListSessionsAsync(HttpContext.RequestAborted);
        var challenge = (await city.StartSignInAsync(HttpContext.RequestAborted)).Challenge;
        var sitting = await session.SittingOfTakeAwayAsync(challenge, HttpContext.RequestAborted);
        return Redirect(await flows.BeginAsync(HttpContext, sitting.Challenge, (back, token) => Resident.IdOf(back) == mine
            ? Task.FromResult("/take-away/" + takeAways.Keep(mine, challenge, sitting.WithIdToken(token)))
            : throw new PdsException("SESSION_NOT_ACCEPTED", WebTexts.Pages["expired.title"])));
    }
}
