using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Consents;

/// <summary>Letting a paused consent go on. Going on is a start: it asks for her will over exactly this.</summary>
internal sealed class ResumeModel(Resident resident, ConsentReading consents, WebHost city, Will will) : PageModel
{
    public ConsentView View { get; private set; } = null!;

    public WillView Will { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        OnlyAsHerself();
        View = await consents.FindAsync(id, HttpContext.RequestAborted);
        if (!View.IsPaused)
        {
            return Redirect($"/consents/{View.Item.GrantId}");
        }

        var challenge = (await city.StartSignInAsync(HttpContext.RequestAborted)).Challenge;
        Will = await will.ShowAsync((await resident.SessionAsync()).SittingOfResume(View.Item, challenge), "resume.go", ("challenge", challenge));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string challenge)
    {
        OnlyAsHerself();
        var session = await resident.SessionAsync();
        var view = await consents.FindAsync(id, HttpContext.RequestAborted);
        var done = $"/consents/{view.Item.GrantId}?done=resumed";
        if (!view.IsPaused)
        {
            return Redirect(done);
        }

        return Redirect(await will.TakeAsync(session.SittingOfResume(view.Item, challenge ?? ""), async (_, evidence) =>
        {
            await session.ResumeAsync(view.Item, challenge ?? "", evidence, RequestIds.Derive(challenge ?? "", view.Item.GrantId));
            return done;
        }));
    }

    // No mandate lets somebody go on in her place: whoever acts for her is told so before a sign-in and not after it.
    private void OnlyAsHerself()
    {
        if (resident.Acting is not null)
        {
            throw new PdsException("OUTSIDE_MANDATE", WebTexts.Pages["problem.outside.title"]);
        }
    }
}
