using Grpc.AspNetCore.Server;
using Pds.Ledger;
using Pds.Server.Errors;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Edge;

/// <summary>
/// Stands before every service: reads the message once, bounded; proves who is calling over exactly those bytes; refuses what is not a
/// message of the method. A service therefore only ever sees a known caller and a well-formed message.
/// </summary>
internal sealed class CallFront(RequestDelegate next, Authentication authentication, ILogger<CallFront> log)
{
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

        var (facts, why) = await CheckAsync(context, method).ConfigureAwait(false);
        if (facts is null)
        {
            log.Refused(CallId.Of(context), method.Path, RefusalStatus.Code(why));
            await RefusalWriter.WriteAsync(context, why).ConfigureAwait(false);
            return;
        }

        facts.AttachTo(context);
        await next(context).ConfigureAwait(false);
    }

    private async ValueTask<(CallFacts? Facts, Wire Why)> CheckAsync(HttpContext context, CallMethod method)
    {
        var grpc = context.IsGrpc();
        try
        {
            var read = await MessageBytes.ReadAsync(context, grpc, method.MaxMessageBytes, context.RequestAborted).ConfigureAwait(false);
            if (read is not MessageBytes.Whole whole)
            {
                return (null, WhyUnreadable(read));
            }

            var proofMethod = grpc ? method.Path : $"{context.Request.Method} {RawTarget(context)}";
            var certificate = context.Connection.ClientCertificate?.RawData;
            var (caller, why) = await authentication.IdentifyAsync(
                method, certificate, ProofOf(context), proofMethod, whole.Message, context.RequestAborted).ConfigureAwait(false);
            if (caller is null)
            {
                return (null, why);
            }

            var understood = grpc ? method.Understands(whole.Message) : whole.Message.Length == 0 || method.UnderstandsJson(whole.Message);
            context.Request.Body = new MemoryStream(whole.Body, writable: false);
            return understood ? (new CallFacts(caller, method, whole.Message), default) : (null, Wire.MessageMalformed);
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

    // Two proofs are no proof: which one counted would be the server's choice.
    private static string? ProofOf(HttpContext context) =>
        context.Request.Headers[CallProof.Header] is { Count: 1 } values ? values[0]
        : context.Request.Headers.ContainsKey(CallProof.Header) ? "" : null;

    private static string RawTarget(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
}
