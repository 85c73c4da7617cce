using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Letters;

/// <summary>
/// Signing in by a letter: the code, and the number that is not on it, typed by hand. The letter's square code leads here and holds nothing else, so that
/// no secret is ever in an address.
/// </summary>
internal sealed class SignInModel(WebHost city, Kept kept) : PageModel
{
    private const string Here = "/sign-in/letter";

    /// <summary>The key of the words for what was wrong; null when nothing was. Unknown, ended and wrong look alike, here as there.</summary>
    public string? Why { get; private set; }

    /// <summary>What was typed, to be corrected.</summary>
    public string Number { get; private set; } = "";

    /// <inheritdoc cref="Number"/>
    public string Code { get; private set; } = "";

    /// <summary>Somebody is signed in in this browser: she leaves first, as before any sign-in.</summary>
    public bool SomebodyIsIn => Resident.IdOf(HttpContext) is not null;

    public void OnGet()
    {
        // Nothing is asked of the city before something is typed.
    }

    /// <summary>Whoever is signed in here leaves; then the code is asked for.</summary>
    public async Task<IActionResult> OnPostBeginAsync()
    {
        await HttpContext.SignOutAsync();
        return Redirect(Here);
    }

    public async Task<IActionResult> OnPostAsync(string? number, string? code)
    {
        if (SomebodyIsIn)
        {
            return await OnPostBeginAsync();
        }

        var (digits, secret) = (TypedDigits.Of(number), TypedDigits.Of(code));
        try
        {
            var begun = await city.StartSignInAsync(HttpContext.RequestAborted);
            await Tickets.SignInAsync(HttpContext, await city.SignInWithLetterAsync(begun.Challenge, digits, secret, HttpContext.RequestAborted));
            return LocalRedirect(kept.ReturnOf(HttpContext));
        }
        catch (PdsException refused) when (refused.Reason is "LETTER_NOT_ACCEPTED" or "INVALID_ARGUMENT")
        {
            (Why, Number, Code) = (refused.Reason == "INVALID_ARGUMENT" ? "mistyped" : "wrong", digits, TypedDigits.InFours(secret));
            return Page();
        }
    }
}
