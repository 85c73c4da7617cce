using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Uses;

/// <summary>One line of the history: what it was, whether its proof holds, and whom to ask about it.</summary>
internal sealed class UseModel(Resident resident, ConsentReading consents, HistoryReading history, WebHost city, TimeProvider clock) : PageModel
{
    /// <summary>Characters of an answer that are shown: all that the city's server takes.</summary>
    public const int MostOfAnswer = 1000;

    public UseView Use { get; private set; } = null!;

    /// <summary>What she asked about it; null when she did not.</summary>
    public Question? Question { get; private set; }

    /// <summary>The answer is owed and late.</summary>
    public bool Late => Question is { AnswerTime: null } waiting && waiting.DueTime.ToDateTimeOffset() <= clock.GetUtcNow();

    public bool Proved { get; private set; }

    /// <summary>The consent it was tried under.</summary>
    public ConsentView Consent { get; private set; } = null!;

    public bool CanEnd => Consent.CanEnd;

    /// <summary>What to say on the telephone: the consent's number and the line's place.</summary>
    public string Number { get; private set; } = "";

    /// <summary>By a letter she asks nothing in writing: what she wrote is not masked.</summary>
    public bool ByLetter => resident.IsByLetter;

    public async Task OnGetAsync(long index)
    {
        var stop = HttpContext.RequestAborted;
        Use = await history.UseAsync(index, stop);
        Question = ByLetter ? null : await history.QuestionAsync(index, stop);
        Proved = await history.ProofAsync(Use, stop) is { } evidence && city.Verifier.TryVerifyEntry(evidence, out _);
        Consent = await consents.FindAsync(Use.Use.GrantId, stop);
        Number = $"{ShortNumber.Of(Use.Use.GrantId)}-{index + 1}";
    }
}
