using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Erase;

/// <summary>
/// Before everything is erased: what goes at once, what a law keeps until when, what nobody here can take back, read out of the very document that is
/// agreed to. Nothing is chosen beforehand.
/// </summary>
internal sealed class IndexModel(Resident resident, Erasures open) : PageModel
{
    public IReadOnlyList<(string Heading, string Text)> Paragraphs { get; private set; } = [];

    /// <summary>She pressed on without a word.</summary>
    public bool NotChosen { get; private set; }

    public Task OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync(string? word)
    {
        if (word == "erase" && open.Find(HttpContext)?.ResidentId == resident.Id)
        {
            return Redirect("/settings/erase/confirm");
        }

        if (word is "keep" or "later")
        {
            return Redirect("/settings");
        }

        NotChosen = true;
        await ShowAsync();
        return Page();
    }

    private async Task ShowAsync()
    {
        var shown = await (await resident.SessionAsync()).ShowErasureAsync(HttpContext.RequestAborted);
        open.Begin(HttpContext, new BegunErasure(resident.Id!, shown));
        using var json = JsonDocument.Parse(shown.Bytes);
        Paragraphs = [.. json.RootElement.GetProperty("shown").GetProperty("paragraphs").EnumerateArray()
            .Select(part => (part.GetProperty("heading").GetString()!, part.GetProperty("text").GetString()!))];
    }
}
