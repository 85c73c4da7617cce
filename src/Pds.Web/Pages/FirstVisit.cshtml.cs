using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Ledger;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages;

/// <summary>The first visit: the code from the letter ties this person's sign-in to the vault that was opened at the counter.</summary>
internal sealed class FirstVisitModel(WebHost city, FirstVisits visits, Kept kept) : PageModel
{
    private const string Prefix = "dvc_";
    private const int CodeLength = 26;

    /// <summary>The code was not one that works.</summary>
    public bool Mistaken { get; private set; }

    /// <summary>What was typed, to be corrected.</summary>
    public string Typed { get; private set; } = "";

    public IActionResult OnGet() => visits.Find(HttpContext) is null ? Redirect("/") : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? code)
    {
        if (visits.Find(HttpContext) is not { } visit)
        {
            return Redirect("/");
        }

        Typed = code ?? "";
        if (Plain(Typed) is { } clean)
        {
            try
            {
                var session = await city.LinkIdentityAsync(clean, visit.IdToken, visit.Challenge, HttpContext.RequestAborted);
                visits.TryEnd(HttpContext, out _);
                await Tickets.SignInAsync(HttpContext, session);
                return LocalRedirect(kept.ReturnOf(HttpContext));
            }
            catch (PdsException refused) when (refused.Reason is "ENROLLMENT_CODE_NOT_ACCEPTED" or "INVALID_ARGUMENT")
            {
                // Below: unknown, used and too old look alike, here as there.
            }
        }

        Mistaken = true;
        return Page();
    }

    // As typed from paper: blanks, hyphens and capitals do not matter, and the part every code begins with may be left out.
    private static string? Plain(string typed)
    {
        var letters = new string([.. HalfWidth.Of(typed).ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c))]);
        var body = letters.StartsWith("dvc", StringComparison.Ordinal) && letters.Length == CodeLength + 3 ? letters[3..] : letters;
        return body.Length == CodeLength ? Prefix + body : null;
    }
}
