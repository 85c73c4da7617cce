using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Corrections;

/// <summary>「ここが違う」: one field of one record, as it stands, and what she says is right.</summary>
internal sealed class AskModel(Resident resident, RecordReading records) : PageModel
{
    public string Dataset { get; private set; } = "";

    public RecordView View { get; private set; } = null!;

    public string Label { get; private set; } = "";

    public string Value { get; private set; } = "";

    public string Words { get; private set; } = "";

    public bool IsOpen { get; private set; }

    public bool IsEmpty { get; private set; }

    public Task OnGetAsync(string dataset, string record, string field) => ReadAsync(dataset, record, field);

    public async Task<IActionResult> OnPostAsync(
        string dataset, string record, string field, [FromForm] string? words, [FromForm(Name = "request_id")] string requestId)
    {
        // A browser sends a line break as two characters.
        Words = (words ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        if (Words.Length == 0)
        {
            await ReadAsync(dataset, record, field);
            IsEmpty = true;
            return Page();
        }

        try
        {
            await (await resident.SessionAsync()).AskCorrectionAsync(record, field, Words, requestId, HttpContext.RequestAborted);
            return Redirect("/corrections?sent=1");
        }
        catch (PdsException refused) when (refused.Reason == "CORRECTION_OPEN")
        {
            await ReadAsync(dataset, record, field);
            IsOpen = true;
            return Page();
        }
    }

    private async Task ReadAsync(string dataset, string record, string field)
    {
        Dataset = dataset;
        View = (await records.ReadAsync(dataset, HttpContext.RequestAborted)).FirstOrDefault(view => view.Summary.RecordId == record && view.Values.ContainsKey(field))
            ?? throw new PdsException("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
        (Label, Value) = (View.Dataset.Fields.First(one => one.Name == field).LabelJa, View.Values[field]);
    }
}
