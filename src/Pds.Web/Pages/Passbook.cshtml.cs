using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages;

/// <summary>データ通帳: like a bank book, oldest line first, with the balance of live consents after each line.</summary>
internal sealed class PassbookModel(Resident resident, ConsentReading consents, TimeProvider clock) : PageModel
{
    /// <summary>One line.</summary>
    /// <param name="Time">When.</param>
    /// <param name="Key">The key of the words for what happened.</param>
    /// <param name="Recipient">Who.</param>
    /// <param name="Purpose">Why.</param>
    /// <param name="Number">The consent's number, and the entry's place where it is a use.</param>
    /// <param name="Change">What it does to the balance.</param>
    /// <param name="Balance">Live consents after it.</param>
    public sealed record Line(DateTimeOffset Time, string Key, string Recipient, string Purpose, string Number, int Change, int Balance)
    {
        /// <summary>Its civil date in Tokyo.</summary>
        public DateOnly Day => Dates.DateOf(Time);
    }

    // A receipt tells its time in whole seconds; within one, things come in this order.
    private static readonly string[] Stages = ["passbook.asked", "passbook.given", "passbook.declined", "passbook.used", "passbook.refused", "passbook.ended"];

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public int Balance => Lines.Count == 0 ? 0 : Lines[^1].Balance;

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public async Task OnGetAsync()
    {
        var stop = HttpContext.RequestAborted;
        var lines = new List<Line>();
        foreach (var view in await consents.ListAsync(stop))
        {
            lines.AddRange(LinesOf(view, await GivenAtAsync(view, stop)));
        }

        lines.AddRange((await consents.UsesAsync(null, null, stop)).Select(use => new Line(
            use.Time, use.Given ? "passbook.used" : "passbook.refused", use.Recipient, use.Purpose.NameJa, $"{ShortNumber.Of(use.Use.GrantId)}-{use.Use.Evidence.Index + 1}", 0, 0)));
        var balance = 0;
        Lines = [.. lines.OrderBy(line => line.Time.ToUnixTimeSeconds()).ThenBy(line => Array.IndexOf(Stages, line.Key)).Select(line => line with { Balance = balance += line.Change })];
    }

    // A consent says when it last changed; when it was given stands in its receipt.
    private async Task<DateTimeOffset?> GivenAtAsync(ConsentView view, CancellationToken cancellationToken)
    {
        if (view.Item.State is ConsentState.Requested or ConsentState.Declined)
        {
            return null;
        }

        var receipt = await (await resident.SessionAsync()).GetReceiptAsync(view.Item.GrantId, cancellationToken);
        return Consent.Receipt.TryParse(receipt.SdJwt, out var parsed) ? parsed.IssuedAt : view.Item.UpdateTime.ToDateTimeOffset();
    }

    private static IEnumerable<Line> LinesOf(ConsentView view, DateTimeOffset? given)
    {
        var number = ShortNumber.Of(view.Item.GrantId);
        Line Of(DateTimeOffset at, string key, int change) => new(at, key, view.Recipient, view.Purpose.NameJa, number, change, 0);
        yield return Of(view.Item.CreateTime.ToDateTimeOffset(), "passbook.asked", 0);
        if (view.Item.State == ConsentState.Declined)
        {
            yield return Of(view.Item.UpdateTime.ToDateTimeOffset(), "passbook.declined", 0);
        }
        else if (given is { } time)
        {
            yield return Of(time, "passbook.given", 1);
            if (!view.CanEnd)
            {
                yield return Of(view.Item.UpdateTime.ToDateTimeOffset(), "passbook.ended", -1);
            }
        }
    }
}
