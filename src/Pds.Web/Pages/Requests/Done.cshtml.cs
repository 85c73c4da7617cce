using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Requests;

/// <summary>What became of an answer, item by item.</summary>
internal sealed class DoneModel(Resident resident, ConsentReading consents, Drafts drafts) : PageModel
{
    public IReadOnlyList<(ConsentView View, Answered Answered)> Answers { get; private set; } = [];

    public bool AllWell => Answers.All(answer => answer.Answered.Refused is null);

    public async Task<IActionResult> OnGetAsync(string id, string draft)
    {
        if (drafts.Find(draft, resident.Id, id) is not { Outcome: { } outcome })
        {
            return Redirect("/consents");
        }

        var stop = HttpContext.RequestAborted;
        var now = (await consents.ItemsAsync(await consents.RequestAsync(id, stop), stop)).ToDictionary(view => view.Item.GrantId);
        Answers = [.. outcome.Select(answered => (now[answered.Item.GrantId], answered))];
        return Page();
    }
}
