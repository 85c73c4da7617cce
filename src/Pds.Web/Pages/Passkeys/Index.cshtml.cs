using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Passkeys;

/// <summary>Her passkeys: which there are, taking one away, and beginning a new one.</summary>
internal sealed class IndexModel(Resident resident, WebHost city, NewPasskeys open) : PageModel
{
    private const int MaxName = 40;

    public string FormId { get; } = RequestIds.New();

    public IReadOnlyList<Passkey> All { get; private set; } = [];

    /// <summary>The key of the words for what was done just now; null for nothing.</summary>
    public string? Done { get; private set; }

    public async Task OnGetAsync(string? done)
    {
        All = await (await resident.SessionAsync()).ListPasskeysAsync(HttpContext.RequestAborted);
        Done = done switch { "made" => "passkeys.done.made", "removed" => "passkeys.done.removed", _ => null };
    }

    /// <summary>Begins a new one.</summary>
    public async Task<IActionResult> OnPostAsync(string? name)
    {
        var begun = await city.StartSignInAsync(HttpContext.RequestAborted);
        open.Begin(HttpContext, new NewPasskey(resident.Id!, begun.Challenge, begun.PasskeyRpId, ForeignText.Clean(name ?? "", MaxName)));
        return Redirect("/settings/passkeys/new");
    }

    /// <summary>Takes one away. One that is gone already is away too.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(string passkey_id, string request_id)
    {
        await (await resident.SessionAsync()).RemovePasskeyAsync(passkey_id, RequestIds.Derive(request_id, passkey_id), HttpContext.RequestAborted);
        return Redirect("/settings/passkeys?done=removed");
    }
}
