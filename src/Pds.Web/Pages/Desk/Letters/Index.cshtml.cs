using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk.Letters;

/// <summary>Letters with a code: one clerk orders, another prints. And whoever came with a letter alone waits here for a second clerk.</summary>
internal sealed class IndexModel(StaffPerson person) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public string? StaffId => person.Id;

    /// <summary>What was just done: <c>ordered</c>, <c>confirmed</c>, or null.</summary>
    public string? Done { get; private set; }

    /// <summary>Why no letter was ordered: <c>unknown</c>, <c>full</c>, or null.</summary>
    public string? Why { get; private set; }

    public IReadOnlyList<LetterOrder> Orders { get; private set; } = [];

    public IReadOnlyList<WaitingVisit> Visits { get; private set; } = [];

    public Task OnGetAsync(string? done)
    {
        Done = done is "ordered" or "confirmed" ? done : null;
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(string act, string? number, string? visit, string request_id)
    {
        var desk = (await person.SessionAsync()).Desk;
        if (act == "confirm")
        {
            await desk.ConfirmVisitAsync(visit ?? "", RequestIds.Derive(request_id, "confirm" + visit), HttpContext.RequestAborted);
            return Redirect("/desk/letters?done=confirmed");
        }

        try
        {
            await desk.OrderLetterAsync(TypedDigits.Of(number), RequestIds.Derive(request_id, "order"), HttpContext.RequestAborted);
            return Redirect("/desk/letters?done=ordered");
        }
        catch (PdsException refused) when (refused.Reason is "NOT_FOUND" or "INVALID_ARGUMENT" or "LIMIT_EXCEEDED")
        {
            Why = refused.Reason == "LIMIT_EXCEEDED" ? "full" : "unknown";
            await ShowAsync();
            return Page();
        }
    }

    private async Task ShowAsync()
    {
        var desk = (await person.SessionAsync()).Desk;
        (Orders, Visits) = (await desk.ListLetterOrdersAsync(HttpContext.RequestAborted), await desk.ListWaitingVisitsAsync(HttpContext.RequestAborted));
    }
}
