using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;

namespace Pds.Web.Pages.People;

/// <summary>
/// What others did and looked at in her place, newest first, by the name they told her (FEATURES G4, T11). Out of her own history, so that it holds what is
/// long over too.
/// </summary>
internal sealed class ActsModel(Resident resident, TimeProvider clock) : PageModel
{
    private const int Most = 100;

    public IReadOnlyList<(ActForHer Act, string Who)> Acts { get; private set; } = [];

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public async Task<IActionResult> OnGetAsync()
    {
        if (resident.Acting is not null)
        {
            return Redirect("/home");
        }

        var session = await resident.SessionAsync();
        var names = (await session.Mandates.ListAsync(HttpContext.RequestAborted)).Where(one => one.ForMe).ToDictionary(one => one.MandateId, one => one.ActorName);
        var acts = await session.ListActsForHerAsync(HttpContext.RequestAborted);
        Acts = [.. acts.Take(Most).Select(act => (act, names.GetValueOrDefault(act.MandateId) ?? WebTexts.Pages["people.acts.gone"]))];
        return Page();
    }
}
