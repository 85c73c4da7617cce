using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>
/// One organisation, and a one-time code for it. The code is in the answer to the form and nowhere else: a page that could be called up again would show
/// it to whoever comes next. The same form sent again tells the same code for a day.
/// </summary>
internal sealed class OrganizationModel(StaffPerson person) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public Organization One { get; private set; } = null!;

    /// <summary>The code just made; null else.</summary>
    public string? Code { get; private set; }

    public async Task OnGetAsync(string id) => One = await (await person.SessionAsync()).Steward.GetOrganizationAsync(id, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(string id, string request_id)
    {
        var stop = HttpContext.RequestAborted;
        var desk = (await person.SessionAsync()).Steward;
        Code = await desk.CreateEnrollmentCodeAsync(id, RequestIds.Derive(request_id, "code"), stop);
        One = await desk.GetOrganizationAsync(id, stop);
        return Page();
    }
}
