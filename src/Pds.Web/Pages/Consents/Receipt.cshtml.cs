using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Consents;

/// <summary>The receipt of one consent: what was agreed, whether its proof holds (checked now, with the SDK's offline verifier), and its files.</summary>
internal sealed class ReceiptModel(Resident resident, ConsentReading consents, WebHost city) : PageModel
{
    public ConsentView View { get; private set; } = null!;

    public ReceiptCheck Check { get; private set; } = null!;

    public QrSquare? Code { get; private set; }

    public bool JustStopped { get; private set; }

    public bool JustPaused { get; private set; }

    public bool JustResumed { get; private set; }

    public async Task OnGetAsync(string id, string? done)
    {
        View = await consents.FindAsync(id, HttpContext.RequestAborted);
        var session = await resident.SessionAsync();
        var receipt = await session.GetReceiptAsync(id, HttpContext.RequestAborted);
        Check = ReceiptCheck.Of(receipt, city.Verifier);
        Code = Check.Code(city.Origin, await session.GetLabelKeyAsync(HttpContext.RequestAborted));
        (JustStopped, JustPaused, JustResumed) = (done == "stopped" && !View.CanEnd, done == "paused" && View.IsPaused, done == "resumed" && View.IsOn);
    }
}
