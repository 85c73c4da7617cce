using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>What waits for a steward or the review board.</summary>
internal sealed class IndexModel(StewardReading reading) : PageModel
{
    public bool IsSteward => StaffTickets.Has(HttpContext, StaffRole.Steward);

    /// <summary>Purposes that wait for the review board.</summary>
    public int Waiting { get; private set; }

    /// <summary>Questions without an answer; for the review board those that are late.</summary>
    public int Open { get; private set; }

    /// <summary>Those of them that are late.</summary>
    public int Late { get; private set; }

    public async Task OnGetAsync()
    {
        var stop = HttpContext.RequestAborted;
        Waiting = (await reading.PurposesAsync(stop)).Count(purpose => purpose.State == PurposeState.Proposed);
        var questions = await reading.QuestionsAsync(stop);
        Open = questions.Count(one => one.Question.AnswerTime is null);
        Late = questions.Count(one => reading.IsLate(one.Question));
    }
}
