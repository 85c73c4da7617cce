using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.People;

/// <summary>
/// Choosing somebody, by the code she told, and what she may do. Nothing is chosen beforehand. Who may say yes for her is a proxy; who only looks and
/// stops is a helper: nobody has to know the two words to choose between them.
/// </summary>
internal sealed class AddModel(Resident resident, Catalogue catalogue, MandateDrafts drafts, Kept kept, TimeProvider clock) : PageModel
{
    private static readonly string[] Deciding = ["decline", "grant"];

    /// <summary>What can be entrusted, in the order of the boxes.</summary>
    public static readonly IReadOnlyList<string> Offered = ["history", "records", "pause", "withdraw", "decline", "grant"];

    /// <summary>How long, in months.</summary>
    public static readonly IReadOnlyList<string> Ends = ["1", "6", "12"];

    public string Typed { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Months { get; private set; } = "";

    public IReadOnlyList<string> Acts { get; private set; } = [];

    public IReadOnlyList<string> Chosen { get; private set; } = [];

    public string? Mistake { get; private set; }

    public IReadOnlyList<(string Code, string Name)> Datasets { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (resident.Acting is not null)
        {
            return Redirect("/home");
        }

        var answer = kept.Take(HttpContext);
        (Typed, Name, Months) = (Text(answer, "code"), Text(answer, "name"), Text(answer, "months"));
        (Acts, Chosen) = (Texts(answer, "acts"), Texts(answer, "datasets"));
        await ShowAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? name, string[] acts, string[] datasets, string? months)
    {
        (Typed, Name, Months) = (code ?? "", (name ?? "").Trim(), months ?? "");
        Acts = [.. acts.Where(Offered.Contains).Distinct()];
        await ShowAsync();
        Chosen = [.. datasets.Where(one => Datasets.Any(known => known.Code == one)).Distinct()];
        Mistake = !Acts.Contains("history") ? "acts"
            : Acts.Contains("grant") && Chosen.Count == 0 ? "datasets"
            : !Acts.Contains("grant") && Chosen.Count > 0 ? "grant"
            : !Ends.Contains(Months) ? "until"
            : null;
        return Mistake is null ? await DraftAsync() : Page();
    }

    private async Task<IActionResult> DraftAsync()
    {
        var lastDay = Dates.DateOf(clock.GetUtcNow()).AddMonths(int.Parse(Months, CultureInfo.InvariantCulture));
        var wish = new GetMandateDocumentRequest
        {
            Code = Typed,
            Role = Acts.Any(Deciding.Contains) ? MandateRole.Proxy : MandateRole.Helper,
            Acts = { Acts.Select(act => Enum.Parse<MandateAct>(act, ignoreCase: true)) },
            Datasets = { Chosen },
            LastDay = lastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ResidentName = Name,
        };
        try
        {
            var document = await (await resident.SessionAsync()).Mandates.ShowDocumentAsync(wish, HttpContext.RequestAborted);
            return Redirect($"/people/add/{drafts.Keep(new MandateDraft(resident.Id!, document))}");
        }
        catch (PdsException refused) when (MandateMistake.Of(refused) is { } mistake)
        {
            Mistake = mistake;
            return Page();
        }
    }

    // What a proxy may not decide on is not offered; the city's server refuses it in any case.
    private async Task ShowAsync() =>
        Datasets = [.. (await catalogue.DatasetsAsync(HttpContext.RequestAborted))
            .Where(one => !Consent.MandateLimits.Of(Consent.MandateRole.Proxy).Datasets.Contains(one.Code)).Select(one => (one.Code, one.NameJa)).DistinctBy(one => one.Code)];

    private static string Text(IReadOnlyDictionary<string, StringValues>? form, string name) => Texts(form, name).FirstOrDefault() ?? "";

    private static string[] Texts(IReadOnlyDictionary<string, StringValues>? form, string name) =>
        form is not null && form.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];
}
