using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;

namespace Pds.Web.Pages;

/// <summary>データ通帳: the newest lines, earlier ones page by page, and all of it for the printer.</summary>
internal sealed class PassbookModel(HistoryReading history, TimeProvider clock) : PageModel
{
    public IReadOnlyList<Passbook.Line> Lines { get; private set; } = [];

    public int Balance { get; private set; }

    /// <summary>Which page it is; null when all lines stand on one.</summary>
    public Turn? Turn { get; private set; }

    /// <summary>Entries that a law forbids to tell her of: they have no line.</summary>
    public long HiddenByLaw { get; private set; }

    public DateOnly Today => Dates.DateOf(clock.GetUtcNow());

    public async Task OnGetAsync(string? turn)
    {
        var book = await history.PassbookAsync(HttpContext.RequestAborted);
        (Balance, HiddenByLaw) = (book.Balance, book.HiddenByLaw);
        Turn = turn == "all" ? null : Turn.Of(book.Lines.Count, turn, "/passbook");
        Lines = Turn is null ? book.Lines : Turn.CutFromEnd(book.Lines);
    }
}
