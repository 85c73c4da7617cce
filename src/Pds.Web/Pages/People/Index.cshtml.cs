using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.People;

/// <summary>Who helps her or decides for her, until when, and how to end it; for whom she does; and going over to act for one of them.</summary>
internal sealed class IndexModel(Resident resident, WebHost city) : PageModel
{
    private static readonly string[] Told = ["offered", "accepted", "ended", "refused", "living"];

    public string? Done { get; private set; }

    public IReadOnlyList<Mandate> Mine { get; private set; } = [];

    public IReadOnlyList<Mandate> Offers { get; private set; } = [];

    public IReadOnlyList<Mandate> Theirs { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? done)
    {
        if (resident.Acting is not null)
        {
            return Redirect("/home");
        }

        Done = Told.FirstOrDefault(one => one == done);
        var all = await (await resident.SessionAsync()).Mandates.ListAsync(HttpContext.RequestAborted);
        var open = all.Where(one => one.State is MandateState.Offered or MandateState.Active).ToList();
        Mine = [.. open.Where(one => one.ForMe)];
        Offers = [.. open.Where(one => !one.ForMe && one.State == MandateState.Offered)];
        Theirs = [.. open.Where(one => !one.ForMe && one.State == MandateState.Active)];
        return Page();
    }

    /// <summary>From here on every page is the other's, and says so.</summary>
    public async Task<IActionResult> OnPostAsync(string mandate)
    {
        var all = await (await resident.SessionAsync()).Mandates.ListAsync(HttpContext.RequestAborted);
        var found = all.FirstOrDefault(one => one.MandateId == mandate && !one.ForMe && one.State == MandateState.Active)
            ?? throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
        if (found.AfterDeath && !await HasBegunAsync(found))
        {
            return Redirect("/people?done=living");
        }

        await Tickets.ActAsync(HttpContext, ActingFor.Of(found));
        return Redirect(found.Acts.Contains(MandateAct.History) ? "/home" : found.Acts.Contains(MandateAct.Records) ? "/records" : "/consents");
    }

    // Asked before going over: what is for after a death is no mandate that ended, and the page of those would say so.
    private async Task<bool> HasBegunAsync(Mandate mandate)
    {
        try
        {
            await city.OpenSession((await resident.SessionAsync()).Secret, mandate.MandateId).ListOrganizationsAsync(HttpContext.RequestAborted)
                .FirstOrDefaultAsync(HttpContext.RequestAborted);
            return true;
        }
        catch (PdsException refused) when (refused.Reason == "MANDATE_NOT_ACCEPTED")
        {
            return false;
        }
    }
}
