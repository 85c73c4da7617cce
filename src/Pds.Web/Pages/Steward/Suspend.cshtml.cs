using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Stopping an organisation, with what that means told before. There is no way back in these pages.</summary>
internal sealed class SuspendModel(StaffPerson person) : PageModel
{
    private const int MostLetters = 500;

    public string FormId { get; private set; } = RequestIds.New();

    public Organization One { get; private set; } = null!;

    public bool Wrong { get; private set; }

    public async Task OnGetAsync(string id) => One = await (await person.SessionAsync()).Steward.GetOrganizationAsync(id, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(string id, string request_id, string? etag, string? reason)
    {
        var stop = HttpContext.RequestAborted;
        var desk = (await person.SessionAsync()).Steward;
        One = await desk.GetOrganizationAsync(id, stop);
        if ((reason ?? "").Trim() is not { Length: > 0 and <= MostLetters } given)
        {
            (Wrong, FormId) = (true, request_id);
            return Page();
        }

        // What she read, and not what stands now: a change in between is told, and nothing is stopped.
        One.Etag = etag ?? "";
        await desk.SuspendOrganizationAsync(One, given, RequestIds.Derive(request_id, "suspend"), stop);
        return Redirect($"/steward/organizations/{One.OrganizationId}");
    }
}
