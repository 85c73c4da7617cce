namespace Pds.Web.Hosting;

/// <summary>Refuses a request for another host with 421: links and the provider's answer must not be led to an address somebody else chose.</summary>
internal sealed class KnownHosts(RequestDelegate next, WebOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (options.Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }
}
