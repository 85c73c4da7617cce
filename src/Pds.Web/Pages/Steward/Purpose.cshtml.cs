using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>
/// One version of a purpose as a resident will read it, with what the notice check and the controls say of it, what changed since the version before, and
/// for the review board the decision.
/// </summary>
internal sealed class PurposeModel(StaffPerson person, StewardReading reading) : PageModel
{
    private const int MostLetters = 1000;

    public string FormId { get; private set; } = RequestIds.New();

    public Purpose Purpose { get; private set; } = null!;

    public string Recipient { get; private set; } = "";

    public ReviewFacts Facts { get; private set; } = null!;

    public AskedItemView Preview { get; private set; } = null!;

    public IReadOnlyList<PurposeChangeLine> Changes { get; private set; } = [];

    public string Reason { get; private set; } = "";

    public bool Wrong { get; private set; }

    /// <summary>The review board decides, once.</summary>
    public bool MayReview => Purpose.State == PurposeState.Proposed && StaffTickets.Has(HttpContext, StaffRole.Reviewer);

    /// <summary>Nothing forbids to approve it: the city's server would refuse.</summary>
    public bool CanApprove => Facts.ControlsNotMet.Count == 0 && !Facts.Findings.Any(finding => finding.Error);

    /// <summary>A steward takes it out of use.</summary>
    public bool MayEnd => Purpose.State == PurposeState.Approved && StaffTickets.Has(HttpContext, StaffRole.Steward);

    public Task OnGetAsync(string code, int version) => ShowAsync(code, version);

    public async Task<IActionResult> OnPostAsync(string code, int version, string request_id, string? etag, string verdict, string? reason)
    {
        var chosen = verdict switch { "approve" => ReviewVerdict.Approve, "reject" => ReviewVerdict.Reject, _ => ReviewVerdict.Unspecified };
        Reason = (reason ?? "").Trim();
        if (chosen == ReviewVerdict.Unspecified || Reason.Length is 0 or > MostLetters)
        {
            (Wrong, FormId) = (true, request_id);
            await ShowAsync(code, version);
            return Page();
        }

        // What the board read, and not what stands now: a change in between is told, and nothing is decided.
        var read = new Purpose { Code = code, Version = version, Etag = etag ?? "" };
        await (await person.SessionAsync()).Steward.ReviewPurposeAsync(
            read, chosen, Reason, RequestIds.Derive(request_id, "review"), HttpContext.RequestAborted);
        return Redirect($"/steward/purposes/{code}/{version}");
    }

    private async Task ShowAsync(string code, int version)
    {
        var stop = HttpContext.RequestAborted;
        Purpose = await reading.PurposeAsync(code, version, stop);
        Facts = await (await person.SessionAsync()).Steward.GetReviewFactsAsync(Purpose, stop);
        Recipient = (await reading.OrganizationsAsync(stop)).FirstOrDefault(one => one.OrganizationId == Purpose.Recipient)?.NameJa ?? "";
        var dataset = await reading.DatasetAsync(Purpose.Dataset, stop);
        Preview = reading.Preview(Purpose, dataset, Recipient);
        if (Facts.Change != PurposeChange.Unspecified)
        {
            Changes = PurposeChanges.Of(
                await reading.PurposeAsync(code, version - 1, stop), Purpose, dataset.Fields.ToDictionary(field => field.Name, field => field.LabelJa, StringComparer.Ordinal));
        }
    }
}
