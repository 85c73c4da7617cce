using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Every version of every purpose: those that wait for the review board first, then the newest.</summary>
internal sealed class PurposesModel(StewardReading reading) : PageModel
{
    private Dictionary<string, string> _names = [];

    public IReadOnlyList<Purpose> All { get; private set; } = [];

    public static string TagOf(Purpose purpose) => purpose.State switch
    {
        PurposeState.Approved => "on",
        PurposeState.Proposed => "ask",
        PurposeState.Rejected or PurposeState.Invalidated => "no",
        _ => "off",
    };

    public string NameOf(Purpose purpose) => _names.GetValueOrDefault(purpose.Recipient, "");

    public async Task OnGetAsync()
    {
        var stop = HttpContext.RequestAborted;
        _names = (await reading.OrganizationsAsync(stop)).ToDictionary(one => one.OrganizationId, one => one.NameJa, StringComparer.Ordinal);
        All = [.. (await reading.PurposesAsync(stop)).Reverse().OrderBy(purpose => purpose.State != PurposeState.Proposed)];
    }
}
