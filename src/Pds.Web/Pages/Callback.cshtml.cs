using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.SignIn;

namespace Pds.Web.Pages;

/// <summary>Where the provider sends the browser back to. An answer that did not begin in this browser is refused and tells nothing.</summary>
internal sealed class CallbackModel(Flows flows) : PageModel
{
    public async Task<IActionResult> OnGetAsync()
    {
        if (await flows.FinishAsync(HttpContext) is { } place)
        {
            return LocalRedirect(place);
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
