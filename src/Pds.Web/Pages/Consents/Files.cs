using Pds.Web.Residents;

namespace Pds.Web.Pages.Consents;

/// <summary>The receipt and its proof as files, byte for byte as the city gave them, for other people's tools.</summary>
internal static class Files
{
    public static void MapReceiptFiles(this WebApplication app)
    {
        app.MapGet("/consents/{id}/receipt.sd-jwt", async (string id, Resident resident, HttpContext context) =>
            Results.File(
                System.Text.Encoding.ASCII.GetBytes((await (await resident.SessionAsync()).GetReceiptAsync(id, context.RequestAborted)).SdJwt),
                "application/dc+sd-jwt",
                "receipt.sd-jwt")).RequireAuthorization();
        app.MapGet("/consents/{id}/entry.tlog-proof", async (string id, Resident resident, HttpContext context) =>
            Results.File(
                (await (await resident.SessionAsync()).GetReceiptAsync(id, context.RequestAborted)).Evidence.TlogProof.ToByteArray(),
                "text/plain; charset=utf-8",
                "entry.tlog-proof")).RequireAuthorization();
    }
}
