using Grpc.Core;
using Grpc.Core.Interceptors;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>
/// What a clerk may carry for one resident in a visit or a call: at the counter her yes and her no, on the telephone only her stopping. The city's
/// server decides each call; values come masked. After the visit every call is refused with <c>VISIT_NOT_ACCEPTED</c>.
/// </summary>
public sealed class ResidentVisit : ResidentCalls
{
    private readonly string _staffId;

    internal ResidentVisit(string secret, string visitId, string staffId, CityFacts city, CallInvoker host, CallInvoker anyone)
        : base(city, host.Intercept(new SessionMetadata(SessionMetadata.StaffHeader, secret + "." + visitId)), anyone) =>
        (VisitId, _staffId) = (visitId, staffId);

    /// <summary>The visit.</summary>
    public string VisitId { get; }

    /// <summary>The documents of one sitting at the counter, for one fresh sign-in of the resident.</summary>
    public static Sitting SittingOf(IReadOnlyList<ShownDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return new Sitting(documents.Select(document => document.Digest));
    }

    /// <summary>Carries her yes to exactly this document.</summary>
    /// <param name="document">As shown to her.</param>
    /// <param name="sitting">The documents she answered for.</param>
    /// <param name="idToken">Her sign-in at the counter over <see cref="Sitting.Challenge"/>.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<GrantResponse> GrantAsync(
        ShownDocument document, Sitting sitting, string idToken, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(sitting);
        return GrantAsync(document, sitting.AtTheCounter(idToken, VisitId, _staffId), requestId, cancellationToken);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ResidentVisit);

    // A clerk never checks a resident's history: the id is not told to her.
    private protected override ValueTask<string> ResidentIdAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("A visit does not know whose it is.");
}
