using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Taking a purpose out of use, with how many consents end told before. There is no way back.</summary>
internal sealed class EndPurposeModel(StaffPerson person, StewardReading reading) : PageModel
{
    private const int MostLetters = 500;

    public string FormId { get; private set; } = RequestIds.New();

    public Purpose Purpose { get; private set; } = null!;

    public int Dependents { get; private set; }

    public bool Wrong { get; private set; }

    public Task OnGetAsync(string code, int version) => ShowAsync(code, version);

    public async Task<IActionResult> OnPostAsync(string code, int version, string request_id, string? etag, string? reason)
    {
        if ((reason ?? "").Trim() is not { Length: > 0 and <= MostLetters } given)
        {
            (Wrong, FormId) = (true, request_id);
            await ShowAsync(code, version);
            return Page();
        }

        var read = new Purpose { Code = code, Version = version, Etag = etag ?? "" };
        await (await person.SessionAsync()).Steward.InvalidatePurposeAsync(read, given, RequestIds.Derive(request_id, "end"), HttpContext.RequestAborted);
        return Redirect($"/steward/purposes/{code}/{version}");
    }

    private async Task ShowAsync(string code, int version)
    {
        var stop = HttpContext.RequestAborted;
        Purpose = await reading.PurposeAsync(code, version, stop);
        Dependents = (await (await person.SessionAsync()).Steward.GetReviewFactsAsync(Purpose, stop)).Dependents;
    }
}
