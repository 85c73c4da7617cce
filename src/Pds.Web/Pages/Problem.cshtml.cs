using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Pds.Web.Pages;

/// <summary>What went wrong, in words, and what to do now. Never what the server thought of it.</summary>
[IgnoreAntiforgeryToken]
internal sealed class ProblemModel : PageModel
{
    private static readonly string[] Named = ["stale", "sign-in", "refused", "visit", "mandate", "outside", "letter", "history"];

    /// <summary>The kind, one that there are words for.</summary>
    public string Kind { get; private set; } = "500";

    /// <summary>Before any handler: a page of words is shown whatever method led to it.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var kind = RouteData.Values["kind"] as string ?? "";
        Kind = WebTexts.Pages.Has($"problem.{kind}.title") ? kind : "500";
        if (int.TryParse(Kind, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status >= 400)
        {
            Response.StatusCode = status;
        }
        else if (Named.Contains(Kind))
        {
            Response.StatusCode = Kind switch
            {
                "stale" => StatusCodes.Status409Conflict,
                "history" => StatusCodes.Status502BadGateway,
                _ => StatusCodes.Status403Forbidden,
            };
        }
    }
}
