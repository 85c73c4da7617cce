using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;

namespace Pds.Web.Pages;

/// <summary>Where her data is: her vault with who wrote it, and each place it went to, with what it may have and until when (FEATURES T8).</summary>
internal sealed class WhereModel(HistoryReading history, RecordReading records, TimeProvider clock) : PageModel
{
    public IReadOnlyList<DataPlace> Places { get; private set; } = [];

    /// <summary>What her vault holds; null when somebody acts for her whose mandate does not show it.</summary>
    public IReadOnlyList<DataSource>? Sources { get; private set; }

    public DataMap Map { get; private set; } = null!;

    public long HiddenByLaw { get; private set; }

    public int Holding { get; private set; }

    public int Live { get; private set; }

    public async Task OnGetAsync()
    {
        var stop = HttpContext.RequestAborted;
        (Sources, Places, Map, HiddenByLaw) = await history.WhereAsync(await HeldAsync(stop), Dates.DateOf(clock.GetUtcNow()), stop);
        (Holding, Live) = (Places.Count(place => place.Holds), Places.Count(place => place.IsLive));
    }

    private async Task<IReadOnlyList<RecordView>?> HeldAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await records.ListAsync(cancellationToken);
        }
        catch (PdsException refused) when (refused.Reason == "OUTSIDE_MANDATE")
        {
            return null;
        }
    }
}
