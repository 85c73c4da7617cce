using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Client;
using Pds.Web.City;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Uses;

/// <summary>Asking the recipient of one use about it, in her own words. Asking starts nothing, so that it needs no sign-in of its own.</summary>
internal sealed class AskModel(Resident resident, HistoryReading history) : PageModel
{
    private const int MostLetters = 400;

    public string FormId { get; private set; } = RequestIds.New();

    public UseView Use { get; private set; } = null!;

    public string Text { get; private set; } = "";

    public bool Wrong { get; private set; }

    public async Task<IActionResult> OnGetAsync(long index)
    {
        Use = await history.UseAsync(index, HttpContext.RequestAborted);
        return await history.QuestionAsync(index, HttpContext.RequestAborted) is null ? Page() : Redirect($"/uses/{index}");
    }

    public async Task<IActionResult> OnPostAsync(long index, string request_id, string? text)
    {
        var stop = HttpContext.RequestAborted;
        Use = await history.UseAsync(index, stop);

        // Browsers send a line's end as two characters and count it as one.
        Text = (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        if (Text.Length is 0 or > MostLetters)
        {
            (Wrong, FormId) = (true, request_id);
            return Page();
        }

        var session = await resident.SessionAsync();
        try
        {
            await session.AskQuestionAsync(index, Text, RequestIds.Derive(request_id, "ask"), stop);
        }
        catch (PdsException refused) when (refused.Reason == "ALREADY_EXISTS")
        {
            // She asked in another window: the use's page shows what.
        }

        return Redirect($"/uses/{index}");
    }
}
