using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages;

/// <summary>What waits for her, what was used this month and what it was good for, what may be used, and the way to stop all of it.</summary>
internal sealed class HomeModel(ConsentReading consents, HistoryReading history, TimeProvider clock) : PageModel
{
    public IReadOnlyList<(ConsentRequest Request, IReadOnlyList<ConsentView> Items)> Waiting { get; private set; } = [];

    public IReadOnlyList<ConsentView> On { get; private set; } = [];

    public IReadOnlyList<(string Who, string Benefit)> Benefits { get; private set; } = [];

    public int Given { get; private set; }

    public int Refused { get; private set; }

    public int Recipients { get; private set; }

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public async Task OnGetAsync()
    {
        var stop = HttpContext.RequestAborted;
        (Waiting, On) = (await consents.WaitingAsync(stop), [.. (await consents.ListAsync(stop)).Where(view => view.IsOn)]);
        var seen = await history.UsesAsync(Dates.StartOf(new DateOnly(Today.Year, Today.Month, 1)), stop);
        (Given, Refused, Recipients) = (seen.Given, seen.Refused, seen.Recipients);
        Benefits = [.. seen.Uses.Where(use => use.Given).DistinctBy(use => use.Use.Purpose).Select(use => (use.Recipient, use.Purpose.BenefitJa)).Take(3)];
    }
}
