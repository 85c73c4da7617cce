using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Erase;

/// <summary>The last question before everything is erased, and her will over exactly the document she read. She is signed out with it.</summary>
internal sealed class ConfirmModel(Resident resident, Erasures open, DoneErasures done, Will will) : PageModel
{
    public WillView Will { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (open.Find(HttpContext) is not { } begun || begun.ResidentId != resident.Id)
        {
            return Redirect("/settings/erase");
        }

        Will = await will.ShowAsync((await resident.SessionAsync()).SittingOfErasure(begun.Document), "erase.go");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (open.Find(HttpContext) is not { } begun || begun.ResidentId != resident.Id)
        {
            return Redirect("/settings/erase");
        }

        var session = await resident.SessionAsync();
        return Redirect(await will.TakeAsync(session.SittingOfErasure(begun.Document), async (here, evidence) =>
        {
            // Whoever closes the page now does not undo it: the order is sent whole or not at all.
            var answer = await session.EraseAsync(begun.Document, evidence, CancellationToken.None);
            done.Begin(here, new DoneErasure(answer.HistoryExpireTime?.ToDateTimeOffset(), answer.Evidence.TlogProof.ToByteArray()));
            open.TryEnd(here, out _);
            await here.SignOutAsync();
            return "/erased";
        }));
    }
}
