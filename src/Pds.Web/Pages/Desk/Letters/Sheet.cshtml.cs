using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.City;
using Pds.Web.Hosting;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk.Letters;

/// <summary>
/// The letter on one sheet. It is the answer to the form and no page that could be called up again: its code is told once. It names nobody, and the square
/// code holds the address alone.
/// </summary>
internal sealed class SheetModel(StaffPerson person, WebPlaces places) : PageModel
{
    public string Code { get; private set; } = "";

    /// <summary>The last whole day on which it is good.</summary>
    public string Until { get; private set; } = "";

    public int Uses { get; private set; }

    public string Address { get; } = places.Own + "/sign-in/letter";

    public QrSquare Square { get; private set; } = null!;

    public IActionResult OnGet() => Redirect("/desk/letters");

    public async Task OnPostAsync(string id)
    {
        var printed = await (await person.SessionAsync()).Desk.PrintLetterAsync(id, HttpContext.RequestAborted);
        (Code, Uses) = (TypedDigits.InFours(printed.Code), printed.Letter.UsesLeft);
        Until = Dates.Full(Dates.LastDay(printed.Letter.ExpireTime));
        Square = QrSquare.Of(Address);
    }
}
