namespace Pds.Web.Hosting;

/// <summary>
/// The headers of every answer, set when it begins, so that a page of words after a failure has them too. No script runs here but the one of the
/// pages that ask for a passkey (<see cref="PasskeyScript"/>), so nothing is allowed but our own style sheet and pictures; forms go to this host and,
/// because a browser checks the redirect after a form too, to the identity provider.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, WebPlaces places)
{
    // 320 days: more than half a year, as preload lists want a year and we do not ask to be on one before the city's own domain stands.
    private const string StrictTransport = "max-age=27648000; includeSubDomains";

    private readonly string _policy = PolicyOf(places);
    private readonly string _policyWithPasskeys = PolicyOf(places, "script-src 'self'");

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(Set, context);
        return next(context);
    }

    private static string PolicyOf(WebPlaces places, params string[] besides) => string.Join(
        "; ",
        [
        "default-src 'none'",
        .. besides,
        "style-src 'self'",
        "img-src 'self'",
        $"form-action 'self' {places.Provider}",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "report-uri " + ViolationReports.Path,
        "report-to pages",
        ]);

    private Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        var passkeys = PasskeyScript.IsAllowed(context);
        headers.ContentSecurityPolicy = passkeys ? _policyWithPasskeys : _policy;
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
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
            + (passkeys ? "publickey-credentials-create=(self), publickey-credentials-get=(self)" : "publickey-credentials-create=(), publickey-credentials-get=()");
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
