using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages.Records;

/// <summary>What her vault holds, closed: somebody may look over her shoulder.</summary>
internal sealed class IndexModel(RecordReading records) : PageModel
{
    public IReadOnlyList<IReadOnlyList<RecordView>> Kinds { get; private set; } = [];

    public async Task OnGetAsync() =>
        Kinds = [.. (await records.ListAsync(HttpContext.RequestAborted)).GroupBy(view => view.Summary.Dataset).Select(kind => (IReadOnlyList<RecordView>)[.. kind])];
}
