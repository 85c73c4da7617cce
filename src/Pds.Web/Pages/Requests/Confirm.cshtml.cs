using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.Requests;

/// <summary>
/// The exact documents, once more and whole. Pressing the button asks her passkey, or begins a fresh sign-in, over the digest of exactly these
/// documents: the signature over it is the evidence that she, and not only her browser, said yes to them.
/// </summary>
internal sealed class ConfirmModel(Resident resident, ConsentReading consents, Drafts drafts, Will will) : PageModel
{
    public string Id { get; private set; } = "";

    public Draft Draft { get; private set; } = null!;

    public IReadOnlyList<DocumentView> Documents { get; private set; } = [];

    public IReadOnlyList<ConsentView> Declined { get; private set; } = [];

    public WillView Will { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, string draft)
    {
        // Too old, already answered, or of another person: back to the question, which says how things stand.
        if (drafts.Find(draft, resident.Id, id) is not { Outcome: null } found)
        {
            return Redirect($"/requests/{Uri.EscapeDataString(id)}");
        }

        (Id, Draft) = (id, found);
        Documents = [.. found.Documents.Select(DocumentView.Of)];
        var declined = new List<ConsentView>();
        foreach (var item in found.Declined)
        {
            declined.Add(await consents.ViewAsync(item, HttpContext.RequestAborted));
        }

        Declined = declined;
        Will = await will.ShowAsync((await resident.SessionAsync()).SittingOf(found.Documents), "confirm.go");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string draft)
    {
        if (drafts.Find(draft, resident.Id, id) is not { } found)
        {
            return Redirect($"/requests/{Uri.EscapeDataString(id)}");
        }

        var done = $"/requests/{id}/done/{draft}";
        if (found.Outcome is not null)
        {
            return Redirect(done);
        }

        var session = await resident.SessionAsync();
        var sitting = session.SittingOf(found.Documents);
        return Redirect(await will.TakeAsync(sitting, async (_, evidence) =>
        {
            found.Outcome ??= await AnswerAsync(session, found, draft, evidence);
            return done;
        }));
    }

    // The refusals come after the consents: should the power fail between them, what is left is a question that still waits.
    private static async Task<IReadOnlyList<Answered>> AnswerAsync(ResidentSession session, Draft draft, string draftId, Evidence evidence)
    {
        var answered = new List<Answered>();
        foreach (var given in await session.GrantAsync(draft.Documents, evidence))
        {
            answered.Add(new Answered(given.Document.Item, Yes: true, given.Refused?.Reason));
        }

        if (answered.All(one => one.Refused is "EVIDENCE_NOT_ACCEPTED" or "IDENTITY_NOT_ACCEPTED"))
        {
            throw new PdsException("EVIDENCE_NOT_ACCEPTED", WebTexts.Pages["problem.sign-in.title"]);
        }

        foreach (var item in draft.Declined)
        {
            answered.Add(await DeclineAsync(session, item, draftId));
        }

        return answered;
    }

    private static async Task<Answered> DeclineAsync(ResidentSession session, Pds.Protocol.V1.Consent item, string draftId)
    {
        try
        {
            await session.DeclineAsync(item, RequestIds.Derive(draftId, item.GrantId));
            return new Answered(item, Yes: false, Refused: null);
        }
        catch (PdsException refused)
        {
            return new Answered(item, Yes: false, refused.Reason);
        }
    }
}
