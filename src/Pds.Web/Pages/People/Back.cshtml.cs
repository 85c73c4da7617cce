using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.People;

/// <summary>From acting for somebody back to oneself. Asks nobody: it must work when the mandate has just ended.</summary>
internal sealed class BackModel : PageModel
{
    public IActionResult OnGet() => Redirect("/home");

    public async Task<IActionResult> OnPostAsync()
    {
        await Tickets.ActAsync(HttpContext, null);
        return Redirect("/people");
    }
}
