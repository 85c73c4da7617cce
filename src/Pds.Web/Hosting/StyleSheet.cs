using Pds.Web.Hosting;

namespace Pds.Web;

/// <summary>The one style sheet, and the picture of a browser's tab.</summary>
internal static class StyleSheet
{
    private static readonly Asset Sheet = new("site.css", "text/css; charset=utf-8");
    private static readonly byte[] Icon = Asset.Read("icon.svg");

    /// <summary>Its address, such as <c>/site.css?v=3fA…</c>.</summary>
    public static string Address => Sheet.Address;

    public static Task ServeAsync(HttpContext context) => Sheet.ServeAsync(context);

    public static Task ServeIconAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=86400";
        context.Response.ContentType = "image/svg+xml";
        return context.Response.Body.WriteAsync(Icon, context.RequestAborted).AsTask();
    }
}
