using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk;

/// <summary>A call-back: the machine speaks six digits to the registered number, she says them back, and only then may she stop something.</summary>
internal sealed class CallModel(StaffPerson person) : PageModel
{
    /// <summary>The digits were not the spoken ones.</summary>
    public bool Mistaken { get; private set; }

    public void OnGet()
    {
        // Nothing is shown of anybody before she answered.
    }

    public async Task<IActionResult> OnPostAsync(string id, string act, string? code)
    {
        var desk = (await person.SessionAsync()).Desk;
        if (act is "wrong-number" or "hung-up")
        {
            await desk.CloseVisitAsync(id, act == "hung-up" ? VisitEnd.HungUp : VisitEnd.WrongNumber, RequestIds.Derive(act, id), HttpContext.RequestAborted);
            return Redirect("/desk?done=ended");
        }

        try
        {
            await desk.OpenCallAsync(id, string.IsNullOrEmpty(code) ? "-" : code.Trim(), null, HttpContext.RequestAborted);
            return Redirect($"/desk/visits/{Uri.EscapeDataString(id)}");
        }
        catch (PdsException refused) when (refused.Reason == "SPOKEN_CODE_NOT_ACCEPTED")
        {
            Mistaken = true;
            return Page();
        }
    }
}
