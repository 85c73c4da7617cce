using System.Globalization;
using Microsoft.Extensions.FileProviders;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Background;
using Pds.Server.Hosting;

namespace Pds.Server.Endpoints;

/// <summary>What anybody may fetch without a call: the log as tlog-tiles under /log/, the issuer's keys, and the status lists.</summary>
internal static class PublicFiles
{
    /// <summary>Maps them.</summary>
    public static void MapPublicFiles(this WebApplication app, Roles roles)
    {
        Directory.CreateDirectory(roles.Data.Log);
        MapChanging(app, roles.Data.Log, LogDirectory.CheckpointName);
        MapChanging(app, roles.Data.Log, LogDirectory.CosignedName);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(roles.Data.Log),
            RequestPath = "/log",
            ServeUnknownFileTypes = true,
            DefaultContentType = "application/octet-stream",
            OnPrepareResponse = file => Describe(file.Context, file.File.Name),
        });

        var jwks = IssuerDocuments.Jwks(roles.Signer).ToJsonString();
        var metadata = IssuerDocuments.Metadata(roles.Signer).ToJsonString();
        app.MapGet(IssuerDocuments.JwksPath, () => Results.Text(jwks, "application/json"));
        app.MapGet(IssuerDocuments.MetadataPath, () => Results.Text(metadata, "application/json"));
        app.MapGet("/log.vkey", () => Results.Text(roles.Recorder.Verifier + "\n", "text/plain"));
        if (roles.WitnessPolicy is { } policy)
        {
            app.MapGet("/log.policy", () => Results.Text(policy.ToString(), "text/plain; charset=utf-8"));
        }

        app.MapGet("/ca.pem", () => Results.Text(roles.Authority.CertificatePem, "application/x-pem-file"));
        app.MapGet("/status-lists/{list}", (string list, StatusLists lists) =>
            int.TryParse(list, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && lists.Find(number) is { } token
                ? Results.Text(token, StatusListToken.MediaType)
                : Results.NotFound());
    }

    // A checkpoint takes the place of the one before, of another length: it is read once and whole, where a file that is looked at and then sent
    // could be cut at the length of its predecessor.
    private static void MapChanging(WebApplication app, string folder, string name) =>
        app.MapMethods("/log/" + name, [HttpMethods.Get, HttpMethods.Head], async (HttpContext context) =>
        {
            try
            {
                var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, name), context.RequestAborted).ConfigureAwait(false);
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Bytes(bytes, "text/plain; charset=utf-8");
            }
            catch (FileNotFoundException)
            {
                return Results.NotFound();
            }
        });

    // Tiles never change, and the openings of the heads chain grow (tlog-tiles, "Read APIs").
    private static void Describe(HttpContext context, string name)
    {
        var changes = name is "heads";
        context.Response.ContentType = changes ? "text/plain; charset=utf-8" : "application/octet-stream";
        context.Response.Headers.CacheControl = changes ? "no-cache" : "public, max-age=31536000, immutable";
    }
}
