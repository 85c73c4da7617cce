using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Pds.Web.Pages;

/// <summary>Size of letters and readings; for everybody, before any sign-in.</summary>
internal sealed class ReadingModel(Preferences chosen) : PageModel
{
    /// <summary>What is chosen now.</summary>
    public Preferences Chosen => chosen;

    public void OnGet()
    {
        // Nothing to read.
    }

    public IActionResult OnPost([FromForm] string? size, [FromForm] string? furigana)
    {
        Preferences.Keep(HttpContext, size ?? "", furigana == "on");
        return Redirect("/");
    }
}
