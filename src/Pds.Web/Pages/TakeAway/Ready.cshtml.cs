using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.Residents;

namespace Pds.Web.Pages.TakeAway;

/// <summary>The file can be fetched, once. It goes from the city through here to her browser piece by piece and rests nowhere.</summary>
internal sealed class ReadyModel(Resident resident, TakeAways takeAways, TimeProvider clock) : PageModel
{
    public bool IsWaiting { get; private set; }

    // Fetched, too old, another's, never there: all the same, and it does not come back.
    public void OnGet(string id)
    {
        IsWaiting = takeAways.IsWaiting(id, resident.Id);
        Response.StatusCode = IsWaiting ? StatusCodes.Status200OK : StatusCodes.Status410Gone;
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        var session = await resident.SessionAsync();
        if (takeAways.Take(id, resident.Id) is not { } ready)
        {
            return Redirect($"/take-away/{Uri.EscapeDataString(id)}");
        }

        // The first piece before the first header: a refusal still becomes a page that says what to do.
        var stop = HttpContext.RequestAborted;
        await using var pieces = session.TakeAwayAsync(ready.Challenge, ready.Evidence, stop).GetAsyncEnumerator(stop);
        var any = await pieces.MoveNextAsync();
        Response.ContentType = "application/zip";
        Response.Headers.ContentDisposition = FormattableString.Invariant($"attachment; filename=\"pds-{Dates.DateOf(clock.GetUtcNow()):yyyy-MM-dd}.zip\"");
        for (; any; any = await pieces.MoveNextAsync())
        {
            await Response.Body.WriteAsync(pieces.Current, stop);
        }

        return new EmptyResult();
    }
}
