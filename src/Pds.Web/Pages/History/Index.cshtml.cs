using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages.History;

/// <summary>All that was done with her data, also what needed no consent: who looked, who wrote, what was sent. Newest first.</summary>
internal sealed class IndexModel(HistoryReading history, TimeProvider clock) : PageModel
{
    private const string Everything = "all";

    /// <summary>What can be asked for.</summary>
    public static readonly IReadOnlyList<string> Filters = [Everything, EventView.Read, EventView.Given, EventView.Mine, EventView.Other];

    public string Show { get; private set; } = Everything;

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public IReadOnlyList<EventView> Events { get; private set; } = [];

    public int All { get; private set; }

    public Turn Turn { get; private set; } = null!;

    /// <summary>Entries that a law forbids to tell her of.</summary>
    public long HiddenByLaw { get; private set; }

    public async Task OnGetAsync(string? show, string? turn)
    {
        Show = show is not null && Filters.Contains(show) ? show : Everything;
        var all = await history.ListAsync(HttpContext.RequestAborted);
        var chosen = all.Where(one => Show == Everything || one.Group == Show).Reverse().ToList();
        (All, Turn) = (all.Count, Turn.Of(chosen.Count, turn, $"/history?show={Show}"));
        Events = Turn.Cut(chosen);
        HiddenByLaw = all.LongCount(one => one.IsHidden);
    }
}
