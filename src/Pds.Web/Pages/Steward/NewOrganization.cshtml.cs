using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Registers an organisation. Its code is made on its own page.</summary>
internal sealed class NewOrganizationModel(StaffPerson person) : PageModel
{
    private const int MostLetters = 100;

    /// <summary>The roles that can be given here; a server of pages is set up by the operator.</summary>
    public static readonly IReadOnlyList<OrganizationRole> Roles =
        [OrganizationRole.Recipient, OrganizationRole.Source, OrganizationRole.Reviewer, OrganizationRole.Auditor];

    public string FormId { get; private set; } = RequestIds.New();

    public string Name { get; private set; } = "";

    public IReadOnlyList<OrganizationRole> Chosen { get; private set; } = [];

    public bool Wrong { get; private set; }

    public async Task<IActionResult> OnPostAsync(string request_id, string? name, OrganizationRole[] role)
    {
        (Name, Chosen, FormId) = ((name ?? "").Trim(), [.. role.Distinct().Where(Roles.Contains)], request_id);
        if (Name.Length is 0 or > MostLetters || Chosen.Count == 0)
        {
            Wrong = true;
            return Page();
        }

        var desk = (await person.SessionAsync()).Steward;
        var made = await desk.RegisterOrganizationAsync(Name, Chosen, RequestIds.Derive(request_id, "register"), HttpContext.RequestAborted);
        return Redirect($"/steward/organizations/{made.OrganizationId}");
    }
}
