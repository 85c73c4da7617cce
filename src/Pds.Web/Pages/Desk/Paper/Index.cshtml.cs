using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk.Paper;

/// <summary>Paper: forms to print, forms that came back, and those that wait for a second person.</summary>
internal sealed class IndexModel(StaffPerson person, WebHost city, Catalogue catalogue) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public string? StaffId => person.Id;

    public bool Taken { get; private set; }

    public bool Differs { get; private set; }

    public bool Declined { get; private set; }

    public IReadOnlyList<(PaperCase Case, string Purpose)> Cases { get; private set; } = [];

    public IReadOnlyList<Purpose> Purposes { get; private set; } = [];

    public async Task OnGetAsync(string? done)
    {
        var stop = HttpContext.RequestAborted;
        (Taken, Differs, Declined) = (done == "taken", done == "differs", done == "declined");
        var cases = new List<(PaperCase, string)>();
        foreach (var one in await (await person.SessionAsync()).Desk.ListPaperCasesAsync(stop))
        {
            cases.Add((one, (await catalogue.PurposeAsync(one.Purpose, stop)).NameJa));
        }

        Cases = cases;
        Purposes = await city.Catalogue.ListPurposesAsync(stop).Where(purpose => purpose.State == PurposeState.Approved).ToListAsync(stop);
    }

    public async Task<IActionResult> OnPostAsync(string purpose, string request_id)
    {
        var form = await (await person.SessionAsync()).Desk.PrintFormAsync(purpose, RequestIds.Derive(request_id, purpose), HttpContext.RequestAborted);
        return Redirect($"/desk/paper/forms/{form.FormId}/{Uri.EscapeDataString(form.Purpose)}");
    }
}
