using Pds.Protocol.V1;
using Pds.Web.Staff;

namespace Pds.Web.Pages.Desk;

/// <summary>The scan of a form, for the second person: as the city's server says what it is, shown by the browser and never run.</summary>
internal static class ScanFiles
{
    public static void MapScanFiles(this WebApplication app) =>
        app.MapGet("/desk/paper/cases/{id}/scan", async (string id, StaffPerson person, HttpContext context) =>
        {
            var scan = await (await person.SessionAsync()).Desk.GetPaperScanAsync(id, context.RequestAborted);
            return Results.File(scan.Scan.ToByteArray(), scan.MediaType);
        }).RequireAuthorization(nameof(StaffRole.Counter));
}
