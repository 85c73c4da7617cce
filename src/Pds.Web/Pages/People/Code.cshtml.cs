using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.Residents;

namespace Pds.Web.Pages.People;

/// <summary>
/// The code by which she lets herself be chosen. It is told on the answer to the form itself, and on no address that could be opened again; a second press
/// tells a newer one, and the newest works.
/// </summary>
internal sealed class CodeModel(Resident resident) : PageModel
{
    public string? Code { get; private set; }

    public DateTimeOffset Until { get; private set; }

    public bool Mistaken { get; private set; }

    public IActionResult OnGet() => resident.Acting is null ? Page() : Redirect("/home");

    public async Task<IActionResult> OnPostAsync(string? name)
    {
        try
        {
            var made = await (await resident.SessionAsync()).Mandates
                .MakeCodeAsync((name ?? "").Trim(), HttpContext.RequestAborted);
            (Code, Until) = ($"{made.Code[..5]} {made.Code[5..]}", made.ExpireTime.ToDateTimeOffset());
        }
        catch (PdsException refused) when (refused.Reason == "INVALID_ARGUMENT")
        {
            Mistaken = true;
        }

        return Page();
    }
}
