using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Staff;

/// <summary>Where staff begin: the ways that their roles open, as the city's server knows them now, and out.</summary>
internal sealed class HomeModel(StaffPerson person) : PageModel
{
    public StaffMember Self { get; private set; } = null!;

    public bool Has(StaffRole role) => Self.Roles.Contains(role);

    public async Task OnGetAsync() => Self = await (await person.SessionAsync()).GetSelfAsync(HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync()
    {
        try
        {
            await (await person.SessionAsync()).EndAsync(HttpContext.RequestAborted);
        }
        catch (PdsException refused) when (refused.Reason == "SESSION_NOT_ACCEPTED")
        {
            // It had ended already, which is what was asked for.
        }

        await HttpContext.SignOutAsync(StaffTickets.Scheme);
        return Redirect(StaffTickets.SignInPath);
    }
}
