using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Requests;

/// <summary>
/// One request, in one question. Nothing is chosen beforehand: not the items, and not the fields that the purpose works without. What would
/// leave is shown with its values.
/// </summary>
internal sealed class RequestModel(Resident resident, ConsentReading consents, RecordReading records, Drafts drafts, Kept kept, TimeProvider clock) : PageModel
{
    private const string AsAsked = "asked";

    /// <summary>The ends she can choose: as asked, or so many months.</summary>
    public static readonly IReadOnlyList<string> Ends = [AsAsked, "1", "3", "6"];

    public string Id { get; private set; } = "";

    public string FormId { get; private set; } = RequestIds.New();

    public string Recipient { get; private set; } = "";

    public string Until { get; private set; } = AsAsked;

    public bool Restored { get; private set; }

    public bool NothingChosen { get; private set; }

    public IReadOnlyList<AskedView> Items { get; private set; } = [];

    /// <summary>By a letter she can say no, and no yes.</summary>
    public bool OnlyNo => resident.IsByLetter;

    public async Task OnGetAsync(string id)
    {
        var answer = kept.Take(HttpContext);
        Restored = answer is not null;
        await ShowAsync(id, Texts(answer, "yes"), Texts(answer, "more"), Texts(answer, "until").FirstOrDefault());
    }

    public Task<IActionResult> OnPostAsync(string id, string answer, string request_id, string[] yes, string[] more, string until) => answer switch
    {
        "no" => DeclineAsync(id, request_id),
        "yes" => DraftAsync(id, yes, more, until),
        _ => Task.FromResult<IActionResult>(BadRequest()),
    };

    // No is as near as yes, and needs no sign-in: declining starts nothing.
    private async Task<IActionResult> DeclineAsync(string id, string formId)
    {
        var stop = HttpContext.RequestAborted;
        var session = await resident.SessionAsync();
        var request = await consents.RequestAsync(id, stop);
        var answered = new List<Answered>();
        foreach (var item in request.Items)
        {
            // A form sent twice finds the items declined: the same answer, once recorded.
            if (item.State == ConsentState.Requested)
            {
                await session.DeclineAsync(item, RequestIds.Derive(formId, item.GrantId), stop);
            }

            answered.Add(new Answered(item, Yes: false, Refused: null));
        }

        var draft = new Draft(resident.Id!, id, "", [], [.. request.Items], clock.GetUtcNow() + Drafts.Life) { Outcome = answered };
        return Redirect($"/requests/{id}/done/{drafts.Keep(draft)}");
    }

    private async Task<IActionResult> DraftAsync(string id, string[] yes, string[] more, string until)
    {
        var stop = HttpContext.RequestAborted;
        var session = await resident.SessionAsync();
        var request = await consents.RequestAsync(id, stop);
        var open = request.Items.Where(item => item.State == ConsentState.Requested).ToList();
        var chosen = open.Where(item => yes.Contains(item.GrantId)).ToList();
        if (chosen.Count != yes.Distinct().Count())
        {
            throw new PdsException("ETAG_MISMATCH", WebTexts.Pages["problem.stale.title"]);
        }

        if (chosen.Count == 0)
        {
            NothingChosen = true;
            await ShowAsync(id, yes, more, until);
            return Page();
        }

        var documents = new List<ShownDocument>();
        foreach (var item in chosen)
        {
            var view = await consents.ViewAsync(item, stop);
            documents.Add(await session.ShowDocumentAsync(item, ChoicesOf(view, more, until), stop));
        }

        var name = (await consents.ViewAsync(request.Items[0], stop)).Recipient;
        var draft = new Draft(resident.Id!, id, name, documents, [.. open.Except(chosen)], documents.Min(document => document.Expires));
        return Redirect($"/requests/{id}/confirm/{drafts.Keep(draft)}");
    }

    private Narrowing ChoicesOf(ConsentView view, string[] more, string until)
    {
        var item = view.Item;
        var optional = item.Terms.Fields.Where(field => !view.Purpose.RequiredFields.Contains(field) && more.Contains($"{item.GrantId}/{field}"));
        var choices = new Narrowing { Fields = { view.Required.Concat(optional).Order(StringComparer.Ordinal) } };
        if (int.TryParse(until, out var months) && Ends.Contains(until))
        {
            var end = Dates.StartOf(Dates.DateOf(clock.GetUtcNow()).AddMonths(months).AddDays(1));
            if (end < item.Terms.EndTime.ToDateTimeOffset())
            {
                choices.EndTime = Timestamp.FromDateTimeOffset(end);
            }
        }

        return choices;
    }

    private async Task ShowAsync(string id, IReadOnlyCollection<string> yes, IReadOnlyCollection<string> more, string? until)
    {
        var stop = HttpContext.RequestAborted;
        Id = id;
        Until = until is not null && Ends.Contains(until) ? until : AsAsked;
        var request = await consents.RequestAsync(id, stop);
        var open = (await consents.ItemsAsync(request, stop)).Where(view => view.Item.State == ConsentState.Requested).ToList();
        Recipient = open.Count > 0 ? open[0].Recipient : throw new PdsException("MOVE_NOT_ALLOWED", WebTexts.Pages["problem.stale.title"]);
        var items = new List<AskedView>();
        foreach (var view in open)
        {
            var held = resident.Acting is { SeesValues: false } ? [] : await records.ReadAsync(view.Item.Dataset, stop);
            items.Add(AskedView.Of(view, held.Count > 0 ? held[0].Values : new Dictionary<string, string>(), yes, more) with
            {
                Changes = await consents.ChangesAsync(view, stop),
            });
        }

        Items = items;
    }

    private static string[] Texts(IReadOnlyDictionary<string, StringValues>? form, string name) =>
        form is not null && form.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];
}
