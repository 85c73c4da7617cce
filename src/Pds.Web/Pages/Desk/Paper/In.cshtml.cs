using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Hosting;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk.Paper;

/// <summary>A filled form comes in: its number, whose it is, the scan, and what the boxes show to this clerk. Nothing starts by it.</summary>
[RequestSizeLimit(KestrelSetup.MaxScanBodyBytes)]
internal sealed class InModel(StaffPerson person, Catalogue catalogue) : PageModel
{
    public string FormId { get; } = RequestIds.New();

    public Purpose Purpose { get; private set; } = null!;

    public IReadOnlyList<(string Name, string Label)> Optional { get; private set; } = [];

    /// <summary>The key of the words that say why it was not taken; null when nothing was wrong.</summary>
    public string? Why { get; private set; }

    public Task OnGetAsync(string purpose) => ShowAsync(purpose);

    public async Task<IActionResult> OnPostAsync(string purpose, string form, string number, string consent, string[] more, string request_id, IFormFile? scan)
    {
        await ShowAsync(purpose);
        using var bytes = new MemoryStream();
        if (scan is not null)
        {
            await scan.CopyToAsync(bytes, HttpContext.RequestAborted);
        }

        try
        {
            await (await person.SessionAsync()).Desk.RecordPaperAsync(
                (form ?? "").Trim(), number ?? "", bytes.ToArray(), FieldsOf.MarksOf(consent, more), RequestIds.Derive(request_id, form ?? ""), HttpContext.RequestAborted);
            return Redirect("/desk/paper?done=taken");
        }
        catch (PdsException refused) when (refused.Reason is "FORM_NOT_ACCEPTED" or "FORM_OUT_OF_DATE" or "SCAN_NOT_ACCEPTED" or "NOT_FOUND" or "INVALID_ARGUMENT" or "OWN_OFFICE")
        {
            Why = refused.Reason;
            return Page();
        }
    }

    private async Task ShowAsync(string purpose)
    {
        Purpose = await catalogue.PurposeAsync(purpose, HttpContext.RequestAborted);
        Optional = FieldsOf.Optional(Purpose, await catalogue.DatasetAsync(Purpose.Dataset, HttpContext.RequestAborted));
    }
}
