using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Pds.Web.Residents;

namespace Pds.Web.Pages;

/// <summary>The first page, for somebody who is not signed in. Somebody who is goes home.</summary>
internal sealed class IndexModel : PageModel
{
    public IActionResult OnGet() => Resident.IdOf(HttpContext) is null ? Page() : Redirect("/home");
}
