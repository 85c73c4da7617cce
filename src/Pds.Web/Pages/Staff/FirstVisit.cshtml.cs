using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Staff;

/// <summary>The first time: the code that the steward handed over ties this person's sign-in to her.</summary>
internal sealed class FirstVisitModel(WebHost city, FirstVisits visits) : PageModel
{
    /// <summary>Where the code is asked for.</summary>
    public const string Path = "/staff/first-visit";

    /// <summary>The code was not one that works.</summary>
    public bool Mistaken { get; private set; }

    /// <summary>What was typed, to be corrected.</summary>
    public string Typed { get; private set; } = "";

    public IActionResult OnGet() => visits.Find(HttpContext) is null ? Redirect(StaffTickets.SignInPath) : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? code)
    {
        if (visits.Find(HttpContext) is not { } visit)
        {
            return Redirect(StaffTickets.SignInPath);
        }

        Typed = (code ?? "").Trim();
        try
        {
            var session = await city.LinkStaffAsync(Typed, visit.IdToken, visit.Challenge, HttpContext.RequestAborted);
            visits.TryEnd(HttpContext, out _);
            await StaffTickets.SignInAsync(HttpContext, session);
            return Redirect(StaffTickets.HomePath);
        }
        catch (PdsException refused) when (refused.Reason is "ENROLLMENT_CODE_NOT_ACCEPTED" or "INVALID_ARGUMENT")
        {
            // Unknown, used and too old look alike, here as there.
            Mistaken = true;
            return Page();
        }
    }
}
