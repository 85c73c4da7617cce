using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages.Requests;

/// <summary>Talking it over with a human being first. The request waits.</summary>
internal sealed class AskModel(ConsentReading consents) : PageModel
{
    public string Id { get; private set; } = "";

    /// <summary>The end of the request's number, to be said on the telephone.</summary>
    public string Number { get; private set; } = "";

    public async Task OnGetAsync(string id)
    {
        Id = (await consents.RequestAsync(id, HttpContext.RequestAborted)).ConsentRequestId;
        Number = ShortNumber.Of(Id);
    }
}
