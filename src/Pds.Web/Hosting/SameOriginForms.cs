using Microsoft.AspNetCore.Diagnostics;

namespace Pds.Web.Hosting;

/// <summary>
/// A form counts only when a page of ours sent it. Every browser since 2020 names the sending page's origin with a POST; the antiforgery token
/// is checked besides. This runs first, so that nothing of a foreign form is even kept for after a sign-in.
/// </summary>
internal sealed class SameOriginForms(RequestDelegate next, WebPlaces places)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Path == ViolationReports.Path
            || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            return next(context);
        }

        if (request.ContentLength > (KestrelSetup.ScanPaths.Any(path => request.Path.StartsWithSegments(path, StringComparison.Ordinal)) ? KestrelSetup.MaxScanBodyBytes : KestrelSetup.MaxBodyBytes))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        if (HttpMethods.IsPost(request.Method) && request.Headers.Origin == places.Own)
        {
            return next(context);
        }

        // The pages after this middleware make the words of it.
        context.Response.StatusCode = HttpMethods.IsPost(request.Method) ? StatusCodes.Status403Forbidden : StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
