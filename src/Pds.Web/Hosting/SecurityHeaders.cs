namespace Pds.Web.Hosting;

/// <summary>
/// The headers of every answer. No script runs here at all, so nothing is allowed but our own style sheet and pictures; forms go to this host
/// and, because a browser checks the redirect after a form too, to the identity provider.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, WebPlaces places)
{
    // 320 days: more than half a year, as preload lists want a year and we do not ask to be on one before the city's own domain stands.
    private const string StrictTransport = "max-age=27648000; includeSubDomains";

    private readonly string _policy = string.Join(
        "; ",
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        $"form-action 'self' {places.Provider}",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "report-uri " + ViolationReports.Path,
        "report-to pages");

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers["Reporting-Endpoints"] = $"pages=\"{ViolationReports.Path}\"";
        if (!string.Equals(context.Request.Host.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            // On a developer's machine it would forbid plain http to every other program on it for most of a year.
            headers.StrictTransportSecurity = StrictTransport;
        }

        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";

        // Not no-referrer: a browser would then send "Origin: null" with our own forms, and SameOriginForms could not tell them from foreign ones.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.CacheControl = "no-store";
        return next(context);
    }
}
