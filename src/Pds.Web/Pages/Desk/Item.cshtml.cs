using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk;

/// <summary>
/// One question, read aloud, and her words as buttons. A yes begins her own sign-in over exactly this document; a no is carried at once; who is not
/// sure takes the paper home, and nothing happens.
/// </summary>
internal sealed class ItemModel(DeskVisits visits, Flows flows) : PageModel
{
    public string Id { get; private set; } = "";

    public string FormId { get; } = RequestIds.New();

    /// <summary>The clerk is of the office that asks.</summary>
    public bool OwnOffice { get; private set; }

    public ConsentView View { get; private set; } = null!;

    public DocumentView Document { get; private set; } = null!;

    /// <summary>What would leave, masked.</summary>
    public IReadOnlyList<(string Label, string Value)> Values { get; private set; } = [];

    public async Task OnGetAsync(string id, string grant, string? why)
    {
        var stop = HttpContext.RequestAborted;
        (Id, OwnOffice) = (id, why == "own-office");
        var visit = await visits.FindAsync(id, stop);
        View = await FindAsync(visit, grant);
        var shown = await ShowAsync(visit);
        Document = DocumentView.Of(shown);
        var held = await visit.Records.ReadAsync(View.Item.Dataset, stop);
        Values = held.Count == 0 ? [] : AskedView.Of(View, held[0].Values, [], []).Values;
    }

    public async Task<IActionResult> OnPostAsync(string id, string grant, string said, string request_id)
    {
        var stop = HttpContext.RequestAborted;
        var back = $"/desk/visits/{Uri.EscapeDataString(id)}";
        var visit = await visits.FindAsync(id, stop);
        View = await FindAsync(visit, grant);
        if (said == "no")
        {
            await visit.Calls.DeclineAsync(View.Item, RequestIds.Derive(request_id, grant), stop);
            return Redirect(back + "?done=no");
        }

        if (said != "yes")
        {
            return Redirect(back);
        }

        var shown = await ShowAsync(visit);
        var sitting = ResidentVisit.SittingOf([shown]);
        return Redirect(await flows.BeginAsync(HttpContext, sitting.Challenge, async (_, token) =>
        {
            try
            {
                await visit.Calls.GrantAsync(shown, sitting, token, RequestIds.Derive(request_id, grant));
                return $"{back}/receipts/{grant}?new=true";
            }
            catch (PdsException refused) when (refused.Reason == "OWN_OFFICE")
            {
                return $"{back}/items/{grant}?why=own-office";
            }
        }));
    }

    // Only what the purpose cannot do without: more than that she allows herself, at home.
    private Task<ShownDocument> ShowAsync(DeskVisit visit) => visit.Calls.ShowDocumentAsync(
        View.Item, new Narrowing { Fields = { View.Required.Order(StringComparer.Ordinal) } }, HttpContext.RequestAborted);

    private async Task<ConsentView> FindAsync(DeskVisit visit, string grant)
    {
        await foreach (var request in visit.Calls.ListRequestsAsync(HttpContext.RequestAborted))
        {
            if (request.Items.FirstOrDefault(item => item.GrantId == grant && item.State == ConsentState.Requested) is { } item)
            {
                return await visit.Consents.ViewAsync(item, HttpContext.RequestAborted);
            }
        }

        throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
    }
}
