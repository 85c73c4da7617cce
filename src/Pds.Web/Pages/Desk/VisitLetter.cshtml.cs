using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk;

/// <summary>Somebody without any sign-in of her own types her letter's code herself; then a second clerk confirms, and the visit is open.</summary>
internal sealed class VisitLetterModel(StaffPerson person) : PageModel
{
    public string Id { get; private set; } = "";

    public string FormId { get; } = RequestIds.New();

    /// <summary>Typed, and not confirmed yet.</summary>
    public bool Waits { get; private set; }

    /// <summary>One digit is wrong, which is no try.</summary>
    public bool Mistyped { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        Id = id;
        var desk = (await person.SessionAsync()).Desk;
        Waits = (await desk.ListWaitingVisitsAsync(HttpContext.RequestAborted)).Any(visit => visit.VisitId == id);
        if (Waits)
        {
            return Page();
        }

        try
        {
            await desk.GetVisitAsync(id, HttpContext.RequestAborted);
            return Redirect($"/desk/visits/{Uri.EscapeDataString(id)}");
        }
        catch (PdsException refused) when (refused.Reason is "VISIT_NOT_ACCEPTED")
        {
            return Page();
        }
    }

    public async Task<IActionResult> OnPostAsync(string id, string? number, string? code, string request_id)
    {
        Id = id;
        try
        {
            await (await person.SessionAsync()).Desk.OpenVisitByLetterAsync(
                id, TypedDigits.Of(number), TypedDigits.Of(code), RequestIds.Derive(request_id, id), HttpContext.RequestAborted);
            return Redirect($"/desk/visits/{Uri.EscapeDataString(id)}/letter");
        }
        catch (PdsException refused) when (refused.Reason is "INVALID_ARGUMENT")
        {
            Mistyped = true;
            return Page();
        }
        catch (PdsException refused) when (refused.Reason is "LETTER_NOT_ACCEPTED")
        {
            return Redirect("/desk?done=letter");
        }
    }
}
