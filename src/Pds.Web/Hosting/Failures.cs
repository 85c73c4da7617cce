using Pds.Client;
using Pds.Web.Residents;
using Pds.Web.SignIn;

namespace Pds.Web.Hosting;

/// <summary>What a page could not do becomes a page that says what to do now. The reasons are those of <c>errors.proto</c>.</summary>
internal sealed class Failures(RequestDelegate next, Kept kept, ILogger<Failures> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (PdsException refused) when (!context.Response.HasStarted)
        {
            Log.CallRefused(log, refused.Reason);
            if (refused.Reason == LocalReasons.LedgerEvidenceRefused)
            {
                Log.HistoryDiffers(log);
            }

            if (refused.Reason is "SESSION_NOT_ACCEPTED" or "UNAUTHENTICATED")
            {
                await kept.RedirectAsync(context).ConfigureAwait(false);
                return;
            }

            await ShowAsync(context, refused.Reason == "STEP_UP_REQUIRED" && Tickets.IsByLetter(context) ? "letter" : KindOf(refused)).ConfigureAwait(false);
        }
        catch (ProviderException failed) when (!context.Response.HasStarted)
        {
            Log.ProviderFailed(log, failed.Message);
            await ShowAsync(context, "sign-in").ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await ShowAsync(context, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "413" : "400").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer any more.
        }
        catch (Exception defect) when (!context.Response.HasStarted)
        {
            // The message of an unknown exception may quote a value, so only its kind and place are told.
            Log.PageFailed(log, defect.GetType().Name, defect.TargetSite?.DeclaringType?.FullName + "." + defect.TargetSite?.Name);
            await ShowAsync(context, "500").ConfigureAwait(false);
        }
    }

    private static string KindOf(PdsException refused) => refused.Reason switch
    {
        "NOT_FOUND" or "INVALID_ARGUMENT" => "404",
        "ETAG_MISMATCH" or "DOCUMENT_NOT_CURRENT" or "MOVE_NOT_ALLOWED" or "CONCURRENT_CHANGE" or "REQUEST_EXPIRED" or "REQUEST_ID_REUSED" => "stale",
        "VISIT_NOT_ACCEPTED" => "visit",
        "MANDATE_NOT_ACCEPTED" => "mandate",
        "OUTSIDE_MANDATE" => "outside",
        "EVIDENCE_NOT_ACCEPTED" or "PASSKEY_NOT_ACCEPTED" or "IDENTITY_NOT_ACCEPTED" or "CHALLENGE_NOT_ACCEPTED" or "STEP_UP_REQUIRED" or "IDENTITY_PROVIDER_UNAVAILABLE" => "sign-in",
        LocalReasons.LedgerEvidenceRefused => "history",
        _ when refused.Retryable => "503",
        _ => "refused",
    };

    private async Task ShowAsync(HttpContext context, string kind)
    {
        context.Response.Clear();
        PasskeyScript.Forbid(context);
        context.Request.Path = "/problem/" + kind;
        context.Request.QueryString = QueryString.Empty;
        context.Request.Method = HttpMethods.Get;
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        await next(context).ConfigureAwait(false);
    }
}
