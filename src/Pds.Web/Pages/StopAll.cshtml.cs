using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages;

/// <summary>Stopping everything, after seeing what that is.</summary>
internal sealed class StopAllModel(Resident resident, ConsentReading consents) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public IReadOnlyList<ConsentView> Views { get; private set; } = [];

    public async Task OnGetAsync() => Views = await LiveAsync();

    public async Task<IActionResult> OnPostAsync(string request_id)
    {
        // One after the other: should one fail, those before it are stopped, and the page shows what is left.
        var session = await resident.SessionAsync();
        foreach (var view in await LiveAsync())
        {
            await session.WithdrawAsync(view.Item.GrantId, RequestIds.Derive(request_id, view.Item.GrantId), HttpContext.RequestAborted);
        }

        return Redirect("/stop-all");
    }

    private async Task<IReadOnlyList<ConsentView>> LiveAsync() => [.. (await consents.ListAsync(HttpContext.RequestAborted)).Where(view => view.CanEnd)];
}
