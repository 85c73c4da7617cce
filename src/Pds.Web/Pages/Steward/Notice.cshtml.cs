using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Steward;

/// <summary>Reads a draft as the city's server will read the proposal, and shows it as a resident will read it. Proposing is the recipient's act; nothing is stored.</summary>
internal sealed class NoticeModel(StewardReading reading, WebHost city) : PageModel
{
    private const string FieldPrefix = "field.";

    // A draft has no ceilings of its own here: those of its dataset are what a request could ask at most.
    public Purpose Draft { get; private set; } = new();

    public IReadOnlyList<Dataset> Datasets { get; private set; } = [];

    public Dataset Dataset { get; private set; } = null!;

    /// <summary>What to change; null before anything was read.</summary>
    public IReadOnlyList<NoticeFinding>? Findings { get; private set; }

    public AskedItemView Preview { get; private set; } = null!;

    public Task OnGetAsync(string? dataset) => ChooseAsync(dataset);

    public async Task OnPostAsync(string? dataset, string? name, string? text, string? benefit, string? refusal)
    {
        await ChooseAsync(dataset);
        (Draft.NameJa, Draft.TextJa, Draft.BenefitJa, Draft.RefusalConsequenceJa) = (Line(name), Line(text), Line(benefit), Line(refusal));
        Draft.RequiredFields.AddRange(FieldsSaid("required"));
        Draft.OptionalFields.AddRange(FieldsSaid("optional"));
        Findings = await city.Catalogue.ReadNoticeAsync(Draft, HttpContext.RequestAborted);
        Preview = reading.Preview(Draft, Dataset, "");
    }

    // A browser's line end is two characters where the city's server counts one.
    private static string Line(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    private IEnumerable<string> FieldsSaid(string how) =>
        Dataset.Fields.Select(field => field.Name).Where(field => HttpContext.Request.Form[FieldPrefix + field] == how);

    private async Task ChooseAsync(string? dataset)
    {
        Datasets = [.. (await reading.DatasetsAsync(HttpContext.RequestAborted)).Where(one => one.State == DatasetState.Published)];
        Dataset = Datasets.FirstOrDefault(one => $"{one.Code}@{one.Version}" == dataset) ?? Datasets[0];
        Draft = new Purpose { Dataset = $"{Dataset.Code}@{Dataset.Version}", Ceilings = Dataset.Ceilings };
    }
}
