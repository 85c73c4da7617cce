using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;

namespace Pds.Web.Pages.Records;

/// <summary>The records of one kind, opened.</summary>
internal sealed class RecordModel(RecordReading records) : PageModel
{
    public IReadOnlyList<RecordView> Views { get; private set; } = [];

    public async Task OnGetAsync(string dataset)
    {
        Views = await records.ReadAsync(dataset, HttpContext.RequestAborted);
        if (Views.Count == 0)
        {
            throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
        }
    }
}
