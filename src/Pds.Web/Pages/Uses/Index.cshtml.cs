using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages.Uses;

/// <summary>Every use and every refused attempt: a sentence, a chart with the same numbers as a table, and a line of time.</summary>
internal sealed class IndexModel(ConsentReading consents, HistoryReading history, TimeProvider clock) : PageModel
{
    private const string ThreeMonths = "3";

    /// <summary>The spans that can be asked for, in months.</summary>
    public static readonly IReadOnlyList<string> Spans = ["1", ThreeMonths, "12", "all"];

    public string Span { get; private set; } = ThreeMonths;

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public IReadOnlyList<UseView> Uses { get; private set; } = [];

    public IReadOnlyList<UseMonths.Month> Months { get; private set; } = [];

    public BarChart Chart { get; private set; } = null!;

    public IReadOnlySet<string> CanEnd { get; private set; } = new HashSet<string>();

    public int Given { get; private set; }

    public int Refused { get; private set; }

    public int Recipients { get; private set; }

    public Turn Turn { get; private set; } = null!;

    /// <summary>Entries of this span that a law forbids to tell her of.</summary>
    public long HiddenByLaw { get; private set; }

    public async Task OnGetAsync(string? span, string? turn)
    {
        var stop = HttpContext.RequestAborted;
        Span = span is not null && Spans.Contains(span) ? span : ThreeMonths;
        DateTimeOffset? from = int.TryParse(Span, out var months) ? Dates.StartOf(Today.AddMonths(-months)) : null;
        var seen = await history.UsesAsync(from, stop);
        (Given, Refused, Recipients, HiddenByLaw) = (seen.Given, seen.Refused, seen.Recipients, seen.HiddenByLaw);
        (Months, Chart) = seen.MonthsTo(Today);
        Turn = Turn.Of(seen.Uses.Count, turn, $"/uses?span={Span}");
        Uses = Turn.Cut(seen.Uses);
        CanEnd = (await consents.ListAsync(stop)).Where(view => view.CanEnd).Select(view => view.Item.GrantId).ToHashSet(StringComparer.Ordinal);
    }
}
