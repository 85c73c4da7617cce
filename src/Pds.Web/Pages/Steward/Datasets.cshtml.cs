using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Every version of every dataset, with its fields and how many purposes stand on it.</summary>
internal sealed class DatasetsModel(StewardReading reading) : PageModel
{
    public IReadOnlyList<Dataset> All { get; private set; } = [];

    public IReadOnlyList<Purpose> Purposes { get; private set; } = [];

    /// <summary>What was just done: <c>published</c>, <c>ended</c>, or null.</summary>
    public string? Done { get; private set; }

    /// <summary>Stewards publish and end; the review board looks.</summary>
    public bool IsSteward => StaffTickets.Has(HttpContext, StaffRole.Steward);

    public async Task OnGetAsync(string? done)
    {
        Done = done is "published" or "ended" ? done : null;
        All = await reading.DatasetsAsync(HttpContext.RequestAborted);
        Purposes = await reading.PurposesAsync(HttpContext.RequestAborted);
    }
}
