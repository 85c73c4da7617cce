using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk;

/// <summary>The receipt that she always takes along, on one sheet, printed in the visit.</summary>
internal sealed class ReceiptModel(DeskVisits visits, WebHost city) : PageModel
{
    public string Id { get; private set; } = "";

    /// <summary>The consent was just given.</summary>
    public bool IsNew { get; private set; }

    public ReceiptSheet Sheet { get; private set; } = null!;

    public async Task OnGetAsync(string id, string grant, bool @new)
    {
        var stop = HttpContext.RequestAborted;
        (Id, IsNew) = (id, @new);
        var visit = await visits.FindAsync(id, stop);
        Sheet = ReceiptSheet.Of(await visit.Consents.FindAsync(grant, stop), await visit.Calls.GetReceiptAsync(grant, stop), city);
    }
}
