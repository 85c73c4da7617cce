using Grpc.AspNetCore.Server;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Errors;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Edge;

/// <summary>
/// Stands before every service: reads the message once, bounded; proves who is calling over exactly those bytes; refuses what is not a
/// message of the method. A service therefore only ever sees a known caller and a well-formed message. Who may not call the method by
/// certificate and role is read no more than <see cref="CallMethods.Small"/> bytes of, and no organisation holds more than
/// <see cref="LargeCalls.MaxAtOnce"/> large messages in memory.
/// </summary>
internal sealed class CallFront(RequestDelegate next, Authentication authentication, ILogger<CallFront> log)
{
    private readonly LargeCalls large = new();

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not { } endpoint)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (CallMethods.Find(endpoint.Method.FullName) is not { } method)
        {
            await ForeignServiceAsync(context, endpoint.Method.ServiceName).ConfigureAwait(false);
            return;
        }

        var organization = await CertifiedAsync(context, method).ConfigureAwait(false);
        if (organization.Why is { } stranger)
        {
            await RefuseAsync(context, method, stranger).ConfigureAwait(false);
            return;
        }

        using var place = large.TryEnter(method, organization.Is);
        if (place is null)
        {
            await RefuseAsync(context, method, Wire.LimitExceeded, LargeCalls.TryAgain).ConfigureAwait(false);
            return;
        }

        var (facts, why) = await CheckAsync(context, method, organization.Is).ConfigureAwait(false);
        if (facts is null)
        {
            await RefuseAsync(context, method, why).ConfigureAwait(false);
            return;
        }

        facts.AttachTo(context);
        await next(context).ConfigureAwait(false);
    }

    private Task RefuseAsync(HttpContext context, CallMethod method, Wire why, TimeSpan? retryAfter = null)
    {
        log.Refused(CallId.Of(context), method.Path, RefusalStatus.Code(why));
        return RefusalWriter.WriteAsync(context, why, retryAfter: retryAfter);
    }

    // Step 1 of the authentication, before a byte of the message is read.
    private async ValueTask<(Organization? Is, Wire? Why)> CertifiedAsync(HttpContext context, CallMethod method)
    {
        if (method.Public || context.Connection.ClientCertificate?.RawData is not { } certificate)
        {
            return (null, null);
        }

        try
        {
            var organization = await authentication.EnrolledAsync(certificate, context.RequestAborted).ConfigureAwait(false);
            return (organization, organization is null ? Wire.ClientCertificateNotAccepted : null);
        }
        catch (LedgerUnavailableException)
        {
            return (null, Wire.LedgerUnavailable);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return (null, Wire.Cancelled);
        }
    }

    private async ValueTask<(CallFacts? Facts, Wire Why)> CheckAsync(HttpContext context, CallMethod method, Organization? organization)
    {
        var grpc = context.IsGrpc();
        try
        {
            var mayCall = method.Public || method.Residents
                || (organization is not null && (Authentication.MayCall(organization, method) || ((method.SessionsOnly || method.Staff.Count > 0 || method.Visits.Count > 0) && organization.Has(OrganizationRole.WebHost))));
            var limit = mayCall ? method.MaxMessageBytes : Math.Min(method.MaxMessageBytes, CallMethods.Small);
            var read = await MessageBytes.ReadAsync(context, grpc, limit, context.RequestAborted).ConfigureAwait(false);
            if (read is not MessageBytes.Whole whole)
            {
                return (null, mayCall ? WhyUnreadable(read) : organization is null ? Wire.ClientCertificateRequired : Wire.PermissionDenied);
            }

            var proofMethod = grpc ? method.Path : $"{context.Request.Method} {RawTarget(context)}";
            var identified = await authentication.IdentifyAsync(
                method,
                organization,
                new Credentials(
                    OneOf(context, CallProof.Header), OneOf(context, Credentials.SessionHeader), OneOf(context, Credentials.StaffHeader),
                    OneOf(context, Credentials.MandateHeader)),
                proofMethod, whole.Message, context.RequestAborted).ConfigureAwait(false);
            if (identified is not Identified.As known)
            {
                return (null, ((Identified.Not)identified).Why);
            }

            var understood = grpc ? method.Understands(whole.Message) : whole.Message.Length == 0 || method.UnderstandsJson(whole.Message);
            context.Request.Body = new MemoryStream(whole.Body, writable: false);
            return understood ? (new CallFacts(known.Caller, method, known.Unused), default) : (null, Wire.MessageMalformed);
        }
        catch (LedgerUnavailableException)
        {
            return (null, Wire.LedgerUnavailable);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return (null, Wire.Cancelled);
        }
        catch (BadHttpRequestException)
        {
            return (null, Wire.MessageMalformed);
        }
        catch (IOException)
        {
            return (null, Wire.Cancelled);
        }
    }

    // Health answers everybody; reflection only a caller whose certificate is enrolled, because its stream has no message to sign before it opens.
    private async Task ForeignServiceAsync(HttpContext context, string service)
    {
        if (service != "grpc.health.v1.Health"
            && (context.Connection.ClientCertificate?.RawData is not { } certificate
                || await authentication.EnrolledAsync(certificate, context.RequestAborted).ConfigureAwait(false) is not { InGoodStanding: true }))
        {
            await RefusalWriter.WriteAsync(context, Wire.ClientCertificateRequired).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private static Wire WhyUnreadable(MessageBytes read) => read switch
    {
        MessageBytes.TooLarge => Wire.MessageTooLarge,
        MessageBytes.Compressed => Wire.MessageCompressed,
        _ => Wire.MessageMalformed,
    };

    // Two proofs are no proof, and two sessions none: which one counted would be the server's choice.
    private static string? OneOf(HttpContext context, string header) =>
        context.Request.Headers[header] is { Count: 1 } values ? values[0] : context.Request.Headers.ContainsKey(header) ? "" : null;

    private static string RawTarget(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
}
