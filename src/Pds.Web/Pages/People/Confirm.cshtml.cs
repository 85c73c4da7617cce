using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Pages.People;

/// <summary>
/// The exact document of the mandate, whole. Pressing the button begins a fresh sign-in whose nonce is the digest of exactly this document: letting
/// somebody act for her is a consent, and is given like one.
/// </summary>
internal sealed class ConfirmModel(Resident resident, MandateDrafts drafts, Flows flows) : PageModel
{
    private const string List = "/people?done=offered";

    public IReadOnlyList<(string Heading, string Text)> Paragraphs { get; private set; } = [];

    /// <summary>Where to choose again.</summary>
    public string From { get; private set; } = "/people/add";

    public IActionResult OnGet(string draft)
    {
        // Too old, agreed to, or of another person: back to the question.
        if (drafts.Find(draft, resident.Id) is not { Done: false } found)
        {
            return Redirect("/people/add");
        }

        From = found.From;
        Paragraphs = DocumentView.ParagraphsOf(found.Document.Bytes);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string draft)
    {
        if (drafts.Find(draft, resident.Id) is not { } found)
        {
            return Redirect("/people/add");
        }

        if (found.Done)
        {
            return Redirect(List);
        }

        var (session, sitting) = (await resident.SessionAsync(), MandateCalls.SittingOf(found.Document));
        return Redirect(await flows.BeginAsync(HttpContext, sitting.Challenge, async (back, token) =>
        {
            if (Resident.IdOf(back) != found.ResidentId)
            {
                throw new PdsException("SESSION_NOT_ACCEPTED", WebTexts.Pages["expired.title"]);
            }

            if (!found.Done)
            {
                await session.Mandates.OfferAsync(found.Document, sitting.WithIdToken(token), RequestIds.Derive(draft, found.Document.MandateId));
                found.Done = true;
            }

            return List;
        }));
    }
}
