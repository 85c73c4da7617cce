using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>All organisations with their roles and whether they are in good standing.</summary>
internal sealed class OrganizationsModel(StewardReading reading) : PageModel
{
    public IReadOnlyList<Organization> All { get; private set; } = [];

    public async Task OnGetAsync() => All = await reading.OrganizationsAsync(HttpContext.RequestAborted);
}
