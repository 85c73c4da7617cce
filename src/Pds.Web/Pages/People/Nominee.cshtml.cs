using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;

namespace Pds.Web.Pages.People;

/// <summary>
/// Naming who sees and ends what is left after her death (FEATURES G11), by the code that person told. Before a death it opens nothing, and nobody ever says
/// yes by it. It stands a year, so that who was trusted once is asked about again.
/// </summary>
internal sealed class NomineeModel(Resident resident, MandateDrafts drafts, Kept kept, TimeProvider clock) : PageModel
{
    /// <summary>Where it is.</summary>
    public const string Path = "/people/nominee";

    /// <summary>How long it stands, in months: as long as any mandate can.</summary>
    public const int Months = 12;

    /// <summary>What can be entrusted, in the order of the boxes.</summary>
    public static readonly IReadOnlyList<string> Offered = ["history", "records", "withdraw"];

    public string Typed { get; private set; } = "";

    public string Name { get; private set; } = "";

    public IReadOnlyList<string> Acts { get; private set; } = [];

    public string? Mistake { get; private set; }

    public DateOnly LastDay => Dates.DateOf(clock.GetUtcNow()).AddMonths(Months);

    public IActionResult OnGet()
    {
        if (resident.Acting is not null)
        {
            return Redirect("/home");
        }

        var answer = kept.Take(HttpContext);
        (Typed, Name, Acts) = (Texts(answer, "code").FirstOrDefault() ?? "", Texts(answer, "name").FirstOrDefault() ?? "", Texts(answer, "acts"));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? name, string[] acts)
    {
        (Typed, Name, Acts) = (code ?? "", (name ?? "").Trim(), [.. Offered.Where(acts.Contains)]);
        if (!Acts.Contains("history"))
        {
            Mistake = "acts";
            return Page();
        }

        var wish = new GetMandateDocumentRequest
        {
            Code = Typed,
            Role = MandateRole.Helper,
            Acts = { Acts.Select(act => Enum.Parse<MandateAct>(act, ignoreCase: true)) },
            LastDay = LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            AfterDeath = true,
            ResidentName = Name,
        };
        try
        {
            var document = await (await resident.SessionAsync()).Mandates.ShowDocumentAsync(wish, HttpContext.RequestAborted);
            return Redirect($"/people/add/{drafts.Keep(new MandateDraft(resident.Id!, document) { From = Path })}");
        }
        catch (PdsException refused) when (MandateMistake.Of(refused) is { } mistake)
        {
            Mistake = mistake;
            return Page();
        }
    }

    private static string[] Texts(IReadOnlyDictionary<string, StringValues>? form, string name) =>
        form is not null && form.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];
}
