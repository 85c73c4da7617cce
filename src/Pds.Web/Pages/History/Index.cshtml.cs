using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages.History;

/// <summary>All that was done with her data, also what needed no consent: who looked, who wrote, what was sent. Newest first.</summary>
internal sealed class IndexModel(EventReading events, TimeProvider clock) : PageModel
{
    /// <summary>Rows on one page; the filter narrows what is older.</summary>
    public const int MostRows = 100;

    private const string Everything = "all";

    /// <summary>What can be asked for.</summary>
    public static readonly IReadOnlyList<string> Filters = [Everything, EventView.Read, EventView.Given, EventView.Mine, EventView.Other];

    public string Show { get; private set; } = Everything;

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public IReadOnlyList<EventView> Events { get; private set; } = [];

    public int All { get; private set; }

    public bool More { get; private set; }

    /// <summary>Entries that a law forbids to tell her of.</summary>
    public long HiddenByLaw { get; private set; }

    public async Task OnGetAsync(string? show)
    {
        Show = show is not null && Filters.Contains(show) ? show : Everything;
        var all = await events.ListAsync(HttpContext.RequestAborted);
        var chosen = all.Where(one => Show == Everything || one.Group == Show).Reverse().ToList();
        (All, Events, More) = (all.Count, [.. chosen.Take(MostRows)], chosen.Count > MostRows);
        HiddenByLaw = all.LongCount(one => one.IsHidden);
    }
}
