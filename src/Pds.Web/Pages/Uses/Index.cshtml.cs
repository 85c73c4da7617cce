using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages.Uses;

/// <summary>Every use and every refused attempt: a sentence, a chart with the same numbers as a table, and a line of time.</summary>
internal sealed class IndexModel(ConsentReading consents, TimeProvider clock) : PageModel
{
    /// <summary>Rows of the line of time on one page; the filter narrows what is older.</summary>
    public const int MostRows = 50;

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

    public bool More { get; private set; }

    /// <summary>Entries of this span that a law forbids to tell her of.</summary>
    public long HiddenByLaw { get; private set; }

    public async Task OnGetAsync(string? span)
    {
        var stop = HttpContext.RequestAborted;
        Span = span is not null && Spans.Contains(span) ? span : ThreeMonths;
        DateTimeOffset? from = int.TryParse(Span, out var months) ? Dates.StartOf(Today.AddMonths(-months)) : null;
        (var uses, HiddenByLaw) = await consents.CountedUsesAsync(from, stop);
        Given = uses.Where(use => use.Given).Sum(use => use.Use.Count);
        Refused = uses.Where(use => !use.Given).Sum(use => use.Use.Count);
        Recipients = uses.Where(use => use.Given).Select(use => use.Use.Recipient).Distinct().Count();
        Months = UseMonths.Of(uses, Today);
        Chart = BarChart.Of(Months);
        (Uses, More) = ([.. uses.Take(MostRows)], uses.Count > MostRows);
        CanEnd = (await consents.ListAsync(stop)).Where(view => view.CanEnd).Select(view => view.Item.GrantId).ToHashSet(StringComparer.Ordinal);
    }
}
