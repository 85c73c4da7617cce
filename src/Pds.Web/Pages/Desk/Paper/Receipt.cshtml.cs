using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk.Paper;

/// <summary>The receipt of a paper form, printed for the letter back.</summary>
internal sealed class ReceiptModel(StaffPerson person, PrintedReceipts receipts, Catalogue catalogue, WebHost city) : PageModel
{
    public ReceiptSheet Sheet { get; private set; } = null!;

    public async Task OnGetAsync(string id)
    {
        var stop = HttpContext.RequestAborted;
        if (receipts.Find(id, person.Id) is not { } answer)
        {
            throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
        }

        var (consent, session) = (answer.Consent, await person.SessionAsync());
        var view = new ConsentView(
            consent, (await session.Steward.GetOrganizationAsync(consent.Recipient, stop)).NameJa,
            await catalogue.PurposeAsync(consent.Purpose, stop), await catalogue.DatasetAsync(consent.Dataset, stop));
        Sheet = ReceiptSheet.Of(view, answer.Receipt, city);
    }
}
