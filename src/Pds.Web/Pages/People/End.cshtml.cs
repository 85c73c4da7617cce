using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;

namespace Pds.Web.Pages.People;

/// <summary>Ending a mandate, from either side. Needs no sign-in of its own and no reason: stopping is easy.</summary>
internal sealed class EndModel(Resident resident) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public Mandate Mandate { get; private set; } = null!;

    public async Task OnGetAsync(string id) =>
        Mandate = (await (await resident.SessionAsync()).Mandates.ListAsync(HttpContext.RequestAborted))
            .FirstOrDefault(one => one.MandateId == id && one.State is (MandateState.Offered or MandateState.Active))
            ?? throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);

    public async Task<IActionResult> OnPostAsync(string id, string request_id)
    {
        await (await resident.SessionAsync()).Mandates.EndAsync(id, RequestIds.Derive(request_id, "end"), HttpContext.RequestAborted);
        return Redirect("/people?done=ended");
    }
}
