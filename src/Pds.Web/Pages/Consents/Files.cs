using Pds.Client;
using Pds.Cryptography;
using Pds.Web.Residents;

namespace Pds.Web.Pages.Consents;

/// <summary>
/// The receipt and its proof as files, byte for byte as the city gave them, for other people's tools; and her label key (origin, a space, base64url
/// of 32 bytes), with which they find where her history stands in the heads of every hour.
/// </summary>
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
        app.MapGet("/consents/label-key.txt", async (Resident resident, WebHost city, HttpContext context) =>
            Results.File(
                System.Text.Encoding.ASCII.GetBytes(
                    $"{city.Origin} {Base64Url.Encode(await (await resident.SessionAsync()).GetLabelKeyAsync(context.RequestAborted))}\n"),
                "text/plain; charset=utf-8",
                "label-key.txt")).RequireAuthorization();
    }
}
