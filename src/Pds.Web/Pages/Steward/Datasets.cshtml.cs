using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Every version of every dataset, with its fields and how many purposes stand on it.</summary>
internal sealed class DatasetsModel(StewardReading reading) : PageModel
{
    public IReadOnlyList<Dataset> All { get; private set; } = [];

    public IReadOnlyList<Purpose> Purposes { get; private set; } = [];

    public async Task OnGetAsync()
    {
        All = await reading.DatasetsAsync(HttpContext.RequestAborted);
        Purposes = await reading.PurposesAsync(HttpContext.RequestAborted);
    }
}
