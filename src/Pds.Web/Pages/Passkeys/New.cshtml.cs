using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Cryptography;
using Pds.Web.Hosting;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Passkeys;

/// <summary>
/// Making a passkey: the phone makes the key, then a fresh sign-in over exactly this key says that she wants it. Without the second nobody, and not this
/// host either, can make a key that agrees for her.
/// </summary>
internal sealed class NewModel(Resident resident, NewPasskeys open, Will will, WebOptions options) : PageModel
{
    private const int HandleBytes = 32;

    public NewPasskey Begun { get; private set; } = null!;

    /// <summary>What the phone keeps it under: random, because a phone tells it to nobody but us and we need no name there.</summary>
    public string Handle { get; } = Base64Url.Encode(RandomSource.Bytes(HandleBytes));

    /// <summary>What the phone calls it when it asks.</summary>
    public string Label => Begun.Name.Length > 0 ? Begun.Name : WebTexts.Pages.Format("brand", options.CityName);

    /// <summary>Passkeys she has: the same phone makes no second one.</summary>
    public IReadOnlyList<string> Others { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (open.Find(HttpContext) is not { } begun || begun.ResidentId != resident.Id)
        {
            return Redirect("/settings/passkeys");
        }

        Begun = begun;
        Others = [.. (await (await resident.SessionAsync()).ListPasskeysAsync(HttpContext.RequestAborted)).Select(passkey => passkey.PasskeyId)];
        PasskeyScript.Allow(HttpContext);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!open.TryEnd(HttpContext, out var begun) || begun.ResidentId != resident.Id
            || !PasskeyForm.TryRead(Request.Form, out var attestation, out var data))
        {
            return Redirect("/settings/passkeys");
        }

        var session = await resident.SessionAsync();
        var sitting = session.SittingOfPasskey(begun.Challenge, begun.RpId, data.Span);
        return Redirect(await will.TakeAsync(sitting, async (_, evidence) =>
        {
            await session.RegisterPasskeyAsync(begun.Challenge, attestation, evidence, begun.Name, RequestIds.Derive(begun.Challenge, "passkey"));
            return "/settings/passkeys?done=made";
        }));
    }
}
