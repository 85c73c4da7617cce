using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Residents;

namespace Pds.Web.Pages;

/// <summary>How to read, where she is signed in, and signing out here or everywhere.</summary>
internal sealed class SettingsModel(Resident resident) : PageModel
{
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>By a letter only what she may is offered.</summary>
    public bool ByLetter => resident.IsByLetter;

    public async Task OnGetAsync() => Sessions = await (await resident.SessionAsync()).ListSessionsAsync(HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(string act)
    {
        var session = await resident.SessionAsync();
        if (act == "everywhere")
        {
            await session.EndAllAsync(HttpContext.RequestAborted);
        }
        else
        {
            await session.EndAsync(HttpContext.RequestAborted);
        }

        await HttpContext.SignOutAsync();
        return Redirect("/");
    }
}
