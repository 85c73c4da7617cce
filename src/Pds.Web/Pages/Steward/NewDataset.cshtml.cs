using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Publishing a dataset, or the next version of one, after it was read as residents will read it. What is published never changes.</summary>
internal sealed class NewDatasetModel(StaffPerson person, StewardReading reading) : PageModel
{
    /// <summary>What values can look like, in the order of the list.</summary>
    public static readonly IReadOnlyList<FieldType> Types = [.. Enum.GetValues<FieldType>().Where(type => type != FieldType.Unspecified)];

    /// <summary>What calls are counted in.</summary>
    public static readonly IReadOnlyList<FrequencyPeriod> Periods = [.. Enum.GetValues<FrequencyPeriod>().Where(period => period != FrequencyPeriod.Unspecified)];

    public string FormId { get; private set; } = RequestIds.New();

    public DatasetForm Form { get; private set; } = new();

    /// <summary>What is wrong, each the end of a key of words.</summary>
    public IReadOnlyList<string> Wrong { get; private set; } = [];

    /// <summary>As a resident would be asked for all of it; null before it was read without a mistake.</summary>
    public AskedItemView? Preview { get; private set; }

    public async Task OnGetAsync(string? from)
    {
        if (from is not null)
        {
            Form = DatasetForm.After(await reading.DatasetAsync(from, HttpContext.RequestAborted));
        }
    }

    public async Task<IActionResult> OnPostAsync(string? act, string? request_id)
    {
        (Form, FormId) = (DatasetForm.Of(Request.Form), request_id is { Length: > 0 } sent ? sent : FormId);
        if (act == "more")
        {
            Form.Grow();
            return Page();
        }

        Wrong = Form.Mistakes();
        if (Wrong.Count > 0)
        {
            return Page();
        }

        var dataset = Form.ToDataset();
        Preview = reading.Preview(WidestOf(dataset), dataset, "");
        return act == "publish" ? await PublishAsync(dataset) : Page();
    }

    private async Task<IActionResult> PublishAsync(Dataset dataset)
    {
        try
        {
            await (await person.SessionAsync()).Steward.PublishDatasetAsync(dataset, RequestIds.Derive(FormId, "publish"), HttpContext.RequestAborted);
            return Redirect("/steward/datasets?done=published");
        }
        catch (PdsException refused) when (refused.Reason is "DECLARATION_NOT_ACCEPTED" or "INVALID_ARGUMENT" or "ALREADY_EXISTS" or "REQUEST_ID_REUSED")
        {
            // The page read it and the city's server did not: a version that is not the next one, or one that somebody published meanwhile.
            (Wrong, Preview, FormId) = ([refused.Reason is "ALREADY_EXISTS" || refused.Fields.Contains("version") ? "version" : "server"], null, RequestIds.New());
            return Page();
        }
    }

    // With no field left out, so that each label is read.
    private static Purpose WidestOf(Dataset dataset) => new()
    {
        NameJa = dataset.NameJa,
        TextJa = dataset.DescriptionJa,
        Ceilings = dataset.Ceilings,
        RequiredFields = { dataset.Fields.Select(field => field.Name) },
    };
}
