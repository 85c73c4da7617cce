using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Letters;

/// <summary>The letter that signs her in: until when, how often, and ending it. Whoever came by it is signed out with it.</summary>
internal sealed class IndexModel(Resident resident) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public SignInLetter? Letter { get; private set; }

    public bool Ended { get; private set; }

    public async Task OnGetAsync(string? done) =>
        (Letter, Ended) = (await (await resident.SessionAsync()).FindLetterAsync(HttpContext.RequestAborted), done == "ended");

    public async Task<IActionResult> OnPostAsync(string request_id)
    {
        await (await resident.SessionAsync()).RevokeLetterAsync(RequestIds.Derive(request_id, "revoke"), HttpContext.RequestAborted);
        if (!resident.IsByLetter)
        {
            return Redirect("/settings/letter?done=ended");
        }

        await HttpContext.SignOutAsync();
        return Redirect("/letter-ended");
    }
}
