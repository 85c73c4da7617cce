using Grpc.Core;
using Grpc.Core.Interceptors;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>
/// A session of a person of the staff through a web host. It lives 20 minutes without use and 8 hours at most, and ends at once when she is removed;
/// then each call is refused with <c>SESSION_NOT_ACCEPTED</c>. What she does in it is entered with her and her organisation.
/// </summary>
public sealed class StaffSession
{
    private readonly StaffService.StaffServiceClient _staff;

    private readonly CityFacts _city;
    private readonly CallInvoker _host;
    private readonly CallInvoker _anyone;

    internal StaffSession(string secret, CityFacts city, CallInvoker host, CallInvoker anyone, StaffMember? self = null)
    {
        (_city, _host, _anyone) = (city, host, anyone);
        var invoker = host.Intercept(new SessionMetadata(SessionMetadata.StaffHeader, secret));
        (Secret, Self, Steward, Desk, _staff) = (secret, self, new StewardDesk(invoker), new Desk(invoker), new(invoker));
    }

    /// <summary>What the host keeps for the person's browser, 43 characters. Nobody without the host's certificate and key can use it.</summary>
    public string Secret { get; }

    /// <summary>Who she is, as the sign-in answered it; null for a session opened from its secret.</summary>
    public StaffMember? Self { get; }

    /// <summary>What stewards and the review board do, as far as her roles go.</summary>
    public StewardDesk Steward { get; }

    /// <summary>What the counter does, for staff with its role.</summary>
    public Desk Desk { get; }

    /// <summary>What may be carried for the resident of a visit that is open; asks nothing until its first call.</summary>
    /// <param name="visitId">The visit.</param>
    /// <param name="staffId">Her own id, which the evidence names.</param>
    public ResidentVisit In(string visitId, string staffId) => new(Secret, visitId, staffId, _city, _host, _anyone);

    /// <summary>Who she is and what she may do now.</summary>
    public Task<StaffMember> GetSelfAsync(CancellationToken cancellationToken = default) =>
        Call.RunAsync("GetStaffSelf", null, () => _staff.GetStaffSelfAsync(new GetStaffSelfRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Ends this session.</summary>
    public Task EndAsync(CancellationToken cancellationToken = default) =>
        Call.RunAsync("EndStaffSession", null, () => _staff.EndStaffSessionAsync(new EndStaffSessionRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => nameof(StaffSession);
}
