using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages.History;

/// <summary>One entry of her history by its number: what the lines of the passbook and of the history lead to.</summary>
internal sealed class EntryModel(HistoryReading history) : PageModel
{
    public EventView Event { get; private set; } = null!;

    public async Task OnGetAsync(string number) => Event = await history.FindAsync(number, HttpContext.RequestAborted);
}
