using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;

namespace Pds.Web.Pages.People;

/// <summary>Whether to take on what somebody, or the city, asks of her.</summary>
internal sealed class OfferModel(Resident resident) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public Mandate Mandate { get; private set; } = null!;

    public async Task OnGetAsync(string id) =>
        Mandate = (await (await resident.SessionAsync()).Mandates.ListAsync(HttpContext.RequestAborted))
            .FirstOrDefault(one => one.MandateId == id && !one.ForMe && one.State == MandateState.Offered)
            ?? throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);

    public async Task<IActionResult> OnPostAsync(string id, string answer, string request_id)
    {
        var mandates = (await resident.SessionAsync()).Mandates;
        if (answer == "yes")
        {
            await mandates.AcceptAsync(id, RequestIds.Derive(request_id, "accept"), HttpContext.RequestAborted);
            return Redirect("/people?done=accepted");
        }

        await mandates.EndAsync(id, RequestIds.Derive(request_id, "refuse"), HttpContext.RequestAborted);
        return Redirect("/people?done=refused");
    }
}
