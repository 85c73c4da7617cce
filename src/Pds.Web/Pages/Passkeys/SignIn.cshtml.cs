using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Hosting;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Passkeys;

/// <summary>Signing in with a passkey that the phone or the computer holds. Without a script it leads to the provider.</summary>
internal sealed class SignInModel(WebHost city, PasskeySignIns open, Kept kept) : PageModel
{
    public PasskeySignIn Begun { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (open.Find(HttpContext) is not { } begun)
        {
            return Redirect("/sign-in");
        }

        Begun = begun;
        PasskeyScript.Allow(HttpContext);
        return Page();
    }

    /// <summary>Begins it: the city's server makes the challenge.</summary>
    public async Task<IActionResult> OnPostBeginAsync()
    {
        var begun = await city.StartSignInAsync(HttpContext.RequestAborted);
        open.Begin(HttpContext, new PasskeySignIn(begun.Challenge, begun.PasskeyRpId));
        return Redirect(PasskeySignIns.Path);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!open.TryEnd(HttpContext, out var begun) || !PasskeyForm.TryRead(Request.Form, out var assertion))
        {
            return Redirect("/sign-in");
        }

        await Tickets.SignInAsync(HttpContext, await city.SignInWithPasskeyAsync(begun.Challenge, assertion, HttpContext.RequestAborted));
        return LocalRedirect(kept.ReturnOf(HttpContext));
    }
}
