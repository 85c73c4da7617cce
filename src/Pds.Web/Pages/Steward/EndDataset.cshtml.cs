using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Taking a dataset version out of use, with how many purposes and consents end told before. There is no way back.</summary>
internal sealed class EndDatasetModel(StaffPerson person, StewardReading reading) : PageModel
{
    private const int MostLetters = 500;

    public string FormId { get; private set; } = RequestIds.New();

    public Dataset Dataset { get; private set; } = null!;

    /// <summary>Purposes on it that wait or are in use.</summary>
    public int Purposes { get; private set; }

    /// <summary>Consents and requests under those.</summary>
    public int Dependents { get; private set; }

    public bool Wrong { get; private set; }

    public Task OnGetAsync(string code, int version) => ShowAsync(code, version);

    public async Task<IActionResult> OnPostAsync(string code, int version, string? request_id, string? etag, string? reason)
    {
        if ((reason ?? "").Trim() is not { Length: > 0 and <= MostLetters } given)
        {
            (Wrong, FormId) = (true, request_id ?? FormId);
            await ShowAsync(code, version);
            return Page();
        }

        // What she read, and not what stands now: a change in between is told, and nothing ends.
        var read = new Dataset { Code = code, Version = version, Etag = etag ?? "" };
        await (await person.SessionAsync()).Steward.InvalidateDatasetAsync(read, given, RequestIds.Derive(request_id ?? "", "end-dataset"), HttpContext.RequestAborted);
        return Redirect("/steward/datasets?done=ended");
    }

    private async Task ShowAsync(string code, int version)
    {
        var stop = HttpContext.RequestAborted;
        Dataset = await reading.DatasetAsync($"{code}@{version}", stop);
        if (Dataset.State != DatasetState.Published)
        {
            throw new PdsException("MOVE_NOT_ALLOWED", WebTexts.Pages["problem.stale.title"]);
        }

        var desk = (await person.SessionAsync()).Steward;
        foreach (var purpose in (await reading.PurposesAsync(stop)).Where(one => one.Dataset == $"{code}@{version}" && one.State is PurposeState.Approved or PurposeState.Proposed))
        {
            (Purposes, Dependents) = (Purposes + 1, Dependents + (await desk.GetReviewFactsAsync(purpose, stop)).Dependents);
        }
    }
}
