using System.Globalization;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Web.City;

/// <summary>By which rule, for which item and on which day something was refused, in words (FEATURES N24).</summary>
/// <param name="Rule">The rule of the gate, 1 to 12; 0 when none is told, as of what was stopped on its way.</param>
/// <param name="Why">The sentence of the reason.</param>
/// <param name="Lines">What it hung on; empty when nothing in particular is told.</param>
internal sealed record TraceView(int Rule, string Why, IReadOnlyList<TraceView.Line> Lines)
{
    private const int PurposeRule = 7;
    private const int FrequencyRule = 10;

    /// <summary>One line of it.</summary>
    /// <param name="Key">The key of the words.</param>
    /// <param name="Part">What stands in their place; a text of others as <see cref="ForeignText"/>.</param>
    public sealed record Line(string Key, object? Part = null);

    /// <summary>As the list of uses says it; null for what was neither refused nor stopped.</summary>
    /// <param name="use">The use.</param>
    /// <param name="label">What the field it hung on is called; null when the dataset has none of this name.</param>
    public static TraceView? Of(Use use, string? label)
    {
        ArgumentNullException.ThrowIfNull(use);
        DateOnly? date = DateOnly.TryParseExact(use.OverDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        return use.Reason.Length == 0 ? null
            : Of(use.Rule, use.Reason, use.Count, use.Time.ToDateTimeOffset(), new RefusedOver(use.OverField.Length > 0 ? use.OverField : null, use.OverTime?.ToDateTimeOffset(), date), label);
    }

    /// <summary>As an entry says it.</summary>
    public static TraceView Of(DisclosureRefused entry, string? label)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Of(entry.Rule, entry.Reason, entry.Count, entry.At, entry.Over, label);
    }

    private static TraceView Of(int rule, string reason, long count, DateTimeOffset time, RefusedOver? over, string? label)
    {
        var lines = new List<Line>();
        if (over?.Field is not null)
        {
            lines.Add(label is null ? new Line("trace.field.unknown") : new Line("trace.field", new ForeignText(label)));
        }

        if (over?.At is { } at && (rule != PurposeRule || at <= time))
        {
            lines.Add(rule == FrequencyRule ? new Line("trace.next", Dates.Full(Dates.DateOf(at)))
                : reason == "CONSENT_NOT_YET_VALID" ? new Line("trace.starts", Dates.Full(Dates.DateOf(at)))
                : new Line(rule == PurposeRule ? "trace.purpose" : "trace.ends", Dates.Full(Dates.DateOf(at.AddTicks(-1)))));
        }

        if (over?.Date is { } date)
        {
            lines.Add(new Line("trace.date", Dates.Full(date)));
        }

        if (count > 1 && lines.Count > 0)
        {
            lines.Add(new Line("trace.last", count.ToString(CultureInfo.InvariantCulture)));
        }

        return new TraceView(WebTexts.Pages.Has("rule." + rule) ? rule : 0, WebTexts.Pages[WebTexts.Pages.Has("why." + reason) ? "why." + reason : "why.other"], lines);
    }
}
