using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Erase;

/// <summary>What happened, and the proof of the order to keep: afterwards she cannot sign in to ask for it. In the browser it was ordered in only.</summary>
internal sealed class DoneModel(DoneErasures done) : PageModel
{
    public DoneErasure Done { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (done.Find(HttpContext) is not { } erased)
        {
            return Redirect("/");
        }

        Done = erased;
        return Page();
    }

    public IActionResult OnGetProof() => done.Find(HttpContext) is { } erased
        ? File(erased.Proof, "text/plain; charset=utf-8", "erasure.tlog-proof")
        : Redirect("/");
}
