using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.City;

namespace Pds.Web.Pages.Consents;

/// <summary>Everything she was ever asked and answered, with the reason why what ended did so.</summary>
internal sealed class ListModel(ConsentReading consents) : PageModel
{
    private const string Everything = "all";

    /// <summary>What can be shown.</summary>
    public static readonly IReadOnlyList<string> Filters = [Everything, "on", "ended", "declined"];

    public string Show { get; private set; } = Everything;

    public int On { get; private set; }

    public int All { get; private set; }

    public IReadOnlyList<ConsentView> Views { get; private set; } = [];

    public async Task OnGetAsync(string? show)
    {
        Show = show is not null && Filters.Contains(show) ? show : Everything;
        var all = await consents.ListAsync(HttpContext.RequestAborted);
        (On, All) = (all.Count(view => view.IsOn), all.Count);
        Views = [.. all.Where(view => Show switch
        {
            "on" => view.CanEnd,
            "ended" => view.Item.State is ConsentState.Withdrawn or ConsentState.Expired or ConsentState.Inapplicable,
            "declined" => view.Item.State == ConsentState.Declined,
            _ => true,
        })];
    }
}
