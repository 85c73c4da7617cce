using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;

namespace Pds.Web.Pages.Uses;

/// <summary>One line of the history: what it was, whether its proof holds, and whom to ask about it.</summary>
internal sealed class UseModel(ConsentReading consents, WebHost city) : PageModel
{
    public UseView Use { get; private set; } = null!;

    public bool Proved { get; private set; }

    public bool CanEnd { get; private set; }

    /// <summary>What to say on the telephone: the consent's number and the line's place.</summary>
    public string Number { get; private set; } = "";

    public async Task OnGetAsync(long index)
    {
        var stop = HttpContext.RequestAborted;
        Use = (await consents.UsesAsync(null, null, stop)).FirstOrDefault(use => use.Use.Evidence.Index == index)
            ?? throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
        Proved = await consents.ProofAsync(Use, stop) is { } evidence && city.Verifier.TryVerifyEntry(evidence, out _);
        CanEnd = (await consents.FindAsync(Use.Use.GrantId, stop)).CanEnd;
        Number = $"{ShortNumber.Of(Use.Use.GrantId)}-{index + 1}";
    }
}
