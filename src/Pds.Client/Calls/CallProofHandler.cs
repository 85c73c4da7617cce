namespace Pds.Client;

/// <summary>Puts a fresh <c>pds-call-proof</c> on every attempt, below gRPC's retries, over the message bytes as they travel.</summary>
/// <remarks>
/// An interceptor would sit above the retries: a second attempt would then carry the first one's <c>jti</c> and be refused as a
/// replay if the first had arrived. The body here is the gRPC frame: 1 byte of compression flag, 4 bytes of length, the message.
/// </remarks>
internal sealed class CallProofHandler(HttpMessageHandler inner, CallProofs proofs) : DelegatingHandler(inner)
{
    private const int FrameHeader = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.RequestUri!.AbsolutePath;
        if (request.Content is null || CarriesItsOwnProof(method) || NeedsNone(request, method))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var frame = await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.Remove(CallProofs.Header);
        var session = Of(request, SessionMetadata.Header) ?? Of(request, SessionMetadata.StaffHeader);
        request.Headers.Add(CallProofs.Header, proofs.Sign(method, frame.AsSpan(FrameHeader), session, Of(request, SessionMetadata.MandateHeader)));
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static string? Of(HttpRequestMessage request, string header) =>
        request.Headers.TryGetValues(header, out var values) ? values.Single() : null;

    // The session's secret over the connection of the certificate it is bound to is proof enough for what only shows her own lists (RFC 8705).
    private static bool NeedsNone(HttpRequestMessage request, string method) =>
        Methods.WithoutProof.Contains(method)
        && request.Headers.Contains(SessionMetadata.Header) && !request.Headers.Contains(SessionMetadata.MandateHeader);

    // The presentation's key-binding JWT is the proof of RequestData, and the secrets in the message that of following histories.
    private static bool CarriesItsOwnProof(string method) => method is Methods.RequestData or Methods.ListNewEntries;
}
