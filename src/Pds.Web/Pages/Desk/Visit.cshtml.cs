using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk;

/// <summary>What waits for the resident of this visit, and what is on; on the telephone only what is on, and only to stop it.</summary>
internal sealed class VisitModel(StaffPerson person, DeskVisits visits) : PageModel
{
    public string Id { get; private set; } = "";

    public string FormId { get; } = RequestIds.New();

    public DeskVisit Visit { get; private set; } = null!;

    /// <summary>What was just done: <c>stop</c>, <c>pause</c>, <c>no</c>, or null.</summary>
    public string? Done { get; private set; }

    public IReadOnlyList<ConsentView> Waiting { get; private set; } = [];

    public IReadOnlyList<ConsentView> On { get; private set; } = [];

    public async Task OnGetAsync(string id, string? done)
    {
        var stop = HttpContext.RequestAborted;
        (Id, Visit, Done) = (id, await visits.FindAsync(id, stop), done is "stop" or "pause" or "no" ? done : null);
        var all = await Visit.Consents.ListAsync(stop);
        On = [.. all.Where(view => view.CanEnd)];
        if (Visit.AtTheCounter)
        {
            Waiting = [.. (await Visit.Consents.WaitingAsync(stop)).SelectMany(request => request.Items)];
        }
    }

    public async Task<IActionResult> OnPostAsync(string id, string act, string? grant, string? request_id)
    {
        var stop = HttpContext.RequestAborted;
        if (act == "end")
        {
            await (await person.SessionAsync()).Desk.CloseVisitAsync(id, VisitEnd.Done, RequestIds.Derive("end", id), stop);
            return Redirect("/desk?done=ended");
        }

        var visit = await visits.FindAsync(id, stop);
        var key = RequestIds.Derive(request_id ?? "", act + grant);
        if (act == "no")
        {
            await foreach (var request in visit.Calls.ListRequestsAsync(stop))
            {
                if (request.Items.FirstOrDefault(item => item.GrantId == grant && item.State == ConsentState.Requested) is { } item)
                {
                    await visit.Calls.DeclineAsync(item, key, stop);
                }
            }
        }
        else if (act == "pause")
        {
            await visit.Calls.PauseAsync((await visit.Consents.FindAsync(grant ?? "", stop)).Item, key, stop);
        }
        else
        {
            await visit.Calls.WithdrawAsync(grant ?? "", key, stop);
        }

        return Redirect($"/desk/visits/{Uri.EscapeDataString(id)}?done={(act is "pause" or "no" ? act : "stop")}");
    }
}
