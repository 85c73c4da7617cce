using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Consents;

/// <summary>
/// Stopping one consent, with what then happens told before. Needs no sign-in of its own: stopping is easy. Pausing is offered beside it, because
/// going on after a pause needs a fresh sign-in and going on after an end needs a new request.
/// </summary>
internal sealed class StopModel(Resident resident, ConsentReading consents, HistoryReading history) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public ConsentView View { get; private set; } = null!;

    public WithdrawalEnds Ends { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        var stop = HttpContext.RequestAborted;
        View = await consents.FindAsync(id, stop);
        if (!View.CanEnd)
        {
            return Redirect($"/consents/{View.Item.GrantId}");
        }

        Ends = WithdrawalEnds.Of(View, await history.UsesOfAsync(id, stop));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string act, string request_id)
    {
        var stop = HttpContext.RequestAborted;
        var session = await resident.SessionAsync();
        if (act == "pause")
        {
            await session.PauseAsync((await consents.FindAsync(id, stop)).Item, RequestIds.Derive(request_id, "pause"), stop);
            return Redirect($"/consents/{Uri.EscapeDataString(id)}?done=paused");
        }

        await session.WithdrawAsync(id, RequestIds.Derive(request_id, "withdraw"), stop);
        return Redirect($"/consents/{Uri.EscapeDataString(id)}?done=stopped");
    }
}
