using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk.Paper;

/// <summary>A form on one sheet: what is asked, boxes, and a square code with the form's number and the revision. It knows nobody.</summary>
internal sealed class FormModel(StaffPerson person, Catalogue catalogue) : PageModel
{
    public string Id { get; private set; } = "";

    public Purpose Purpose { get; private set; } = null!;

    public string Recipient { get; private set; } = "";

    public IReadOnlyList<string> Required { get; private set; } = [];

    /// <summary>Fields that the purpose works without, each a box of its own.</summary>
    public IReadOnlyList<(string Name, string Label)> Optional { get; private set; } = [];

    public QrSquare Code { get; private set; } = null!;

    public async Task OnGetAsync(string form, string purpose)
    {
        var stop = HttpContext.RequestAborted;
        Id = PaperFormId.TryParse(form, out var id) ? id.ToString() : throw new Client.PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
        Purpose = await catalogue.PurposeAsync(purpose, stop);
        Recipient = (await (await person.SessionAsync()).Steward.GetOrganizationAsync(Purpose.Recipient, stop)).NameJa;
        var dataset = await catalogue.DatasetAsync(Purpose.Dataset, stop);
        (Required, Optional) = (FieldsOf.Required(Purpose, dataset), FieldsOf.Optional(Purpose, dataset));
        Code = QrSquare.Of($"pds-form {Id} {purpose}");
    }
}
