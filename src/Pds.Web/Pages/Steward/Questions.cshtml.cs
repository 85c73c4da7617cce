using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>What residents asked, with the clock: the soonest due first, the late ones in red.</summary>
internal sealed class QuestionsModel(StewardReading reading) : PageModel
{
    public IReadOnlyList<(Question Question, string Recipient)> All { get; private set; } = [];

    /// <summary>Stewards read and answer; the review board is told of what is late.</summary>
    public bool IsSteward => StaffTickets.Has(HttpContext, StaffRole.Steward);

    public bool IsLate(Question question) => reading.IsLate(question);

    public async Task OnGetAsync() => All = await reading.QuestionsAsync(HttpContext.RequestAborted);
}
