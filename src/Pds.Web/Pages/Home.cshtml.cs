using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages;

/// <summary>What waits for her, what was used this month and what it was good for, what may be used, and the way to stop all of it.</summary>
internal sealed class HomeModel(ConsentReading consents, TimeProvider clock) : PageModel
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
        var waiting = new List<(ConsentRequest, IReadOnlyList<ConsentView>)>();
        foreach (var request in await consents.RequestsAsync(stop))
        {
            var open = (await consents.ItemsAsync(request, stop)).Where(item => item.Item.State == ConsentState.Requested).ToList();
            if (open.Count > 0)
            {
                waiting.Add((request, open));
            }
        }

        (Waiting, On) = (waiting, [.. (await consents.ListAsync(stop)).Where(view => view.IsOn)]);
        var uses = await consents.UsesAsync(null, Dates.StartOf(new DateOnly(Today.Year, Today.Month, 1)), stop);
        Given = uses.Where(use => use.Given).Sum(use => use.Use.Count);
        Refused = uses.Where(use => !use.Given).Sum(use => use.Use.Count);
        Recipients = uses.Where(use => use.Given).Select(use => use.Use.Recipient).Distinct().Count();
        Benefits = [.. uses.Where(use => use.Given).DistinctBy(use => use.Use.Purpose).Select(use => (use.Recipient, use.Purpose.BenefitJa)).Take(3)];
    }
}
