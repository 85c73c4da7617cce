using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk.Paper;

/// <summary>The second person reads the scan for herself: what the first one read is not shown to her.</summary>
internal sealed class CaseModel(StaffPerson person, Catalogue catalogue, PrintedReceipts receipts) : PageModel
{
    public string Id { get; private set; } = "";

    public string FormId { get; } = RequestIds.New();

    public bool OwnOffice { get; private set; }

    /// <summary>She said what she read before she opened the scan.</summary>
    public bool NotSeen { get; private set; }

    public Purpose Purpose { get; private set; } = null!;

    public IReadOnlyList<(string Name, string Label)> Optional { get; private set; } = [];

    public Task OnGetAsync(string id) => ShowAsync(id);

    public async Task<IActionResult> OnPostAsync(string id, string consent, string[] more, string request_id)
    {
        try
        {
            var answer = await (await person.SessionAsync()).Desk.ConfirmPaperAsync(
                id, FieldsOf.MarksOf(consent, more), RequestIds.Derive(request_id, id), HttpContext.RequestAborted);
            return Redirect(answer.Receipt is null ? "/desk/paper?done=declined" : $"/desk/paper/receipts/{receipts.Keep(person.Id!, answer)}");
        }
        catch (PdsException refused) when (refused.Reason == "MARKS_DIFFER")
        {
            return Redirect("/desk/paper?done=differs");
        }
        catch (PdsException refused) when (refused.Reason is "OWN_OFFICE" or "SCAN_NOT_SEEN")
        {
            (OwnOffice, NotSeen) = (refused.Reason == "OWN_OFFICE", refused.Reason == "SCAN_NOT_SEEN");
            await ShowAsync(id);
            return Page();
        }
    }

    private async Task ShowAsync(string id)
    {
        var stop = HttpContext.RequestAborted;
        var one = (await (await person.SessionAsync()).Desk.ListPaperCasesAsync(stop)).FirstOrDefault(waiting => waiting.CaseId == id && waiting.StaffId != person.Id)
            ?? throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
        (Id, Purpose) = (id, await catalogue.PurposeAsync(one.Purpose, stop));
        Optional = FieldsOf.Optional(Purpose, await catalogue.DatasetAsync(Purpose.Dataset, stop));
    }
}
