using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Hosting;
using Pds.Server.Mapping;
using Pds.Server.Sessions;
using Pds.Server.Staff;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>StaffService: parse, act, map.</summary>
internal sealed class StaffRpc(Roles roles, Repeats repeats, Calls calls) : V1.StaffService.StaffServiceBase
{
    private const int MaxCodeLength = 64;

    private readonly Recorder recorder = roles.Recorder;
    private readonly StaffSignIn signIn = new(roles.Recorder, roles.Identity);

    public override Task<V1.AddStaffResponse> AddStaff(V1.AddStaffRequest request, ServerCallContext context)
    {
        Calls.Require(context, OrganizationId.TryParse(request.OrganizationId, out var organization), "organization_id");
        OrganizationId? section = OrganizationId.TryParse(request.SectionId, out var other) ? other : null;
        Calls.Require(context, section is not null || request.SectionId.Length == 0, "section_id");
        var held = new List<StaffRole>();
        foreach (var role in request.Roles)
        {
            Calls.Require(context, StaffMap.TryParse(role, out var parsed), "roles");
            held.Add(parsed);
        }

        var wanted = new StaffMember { Id = StaffId.New(), NameJa = request.NameJa, Roles = held, Organization = organization, Section = section };
        return repeats.OnceAsync<V1.AddStaffResponse>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new AddStaff(recorder)
                .RunAsync(wanted, Calls.OrganizationOf(context).Id, made => keep.With(ToWire(made)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override async Task<V1.ListStaffResponse> ListStaff(V1.ListStaffRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var fetched = await StaffRow.ListAsync(recorder.Rows, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, member => member.Ordinal);
        return new V1.ListStaffResponse { Staff = { rows.Select(StaffMap.ToWire) }, NextPageToken = next };
    }

    public override Task<V1.StaffMember> RemoveStaff(V1.RemoveStaffRequest request, ServerCallContext context)
    {
        Calls.Require(context, StaffId.TryParse(request.StaffId, out var person), "staff_id");
        return repeats.OnceAsync<V1.StaffMember>(context, request, async keep => Calls.ValueOf(
            context,
            await new RemoveStaff(recorder)
                .RunAsync(person, Calls.OrganizationOf(context).Id, removed => keep.With(removed.ToWire()), context.CancellationToken)
                .ConfigureAwait(false)).ToWire());
    }

    public override async Task<V1.StartStaffSignInResponse> StartStaffSignIn(V1.StartStaffSignInRequest request, ServerCallContext context)
    {
        var begun = Calls.ValueOf(
            context,
            await new StartSignIn(recorder).RunAsync(Calls.OrganizationOf(context).Id, context.CancellationToken, forStaff: true).ConfigureAwait(false));
        return new V1.StartStaffSignInResponse { Challenge = Base64Url.Encode(begun.Challenge), ExpireTime = begun.ExpiresAt.ToTimestamp() };
    }

    // No request id, as for residents' sessions: the answer holds a secret, and the challenge is good once.
    public override async Task<V1.CreateStaffSessionResponse> CreateStaffSession(V1.CreateStaffSessionRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.IdToken.Length is > 0 and <= IdToken.MaxLength, "id_token");
        return ToWire(Calls.ValueOf(
            context,
            await signIn.CreateAsync(Calls.OrganizationOf(context), request.Challenge, request.IdToken, context.CancellationToken).ConfigureAwait(false)));
    }

    public override async Task<V1.CreateStaffSessionResponse> LinkStaff(V1.LinkStaffRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.LinkCode.Length is > 0 and <= MaxCodeLength, "link_code");
        Calls.Require(context, request.IdToken.Length is > 0 and <= IdToken.MaxLength, "id_token");
        return ToWire(Calls.ValueOf(
            context,
            await signIn.LinkAsync(Calls.OrganizationOf(context), request.Challenge, request.IdToken, request.LinkCode, context.CancellationToken).ConfigureAwait(false)));
    }

    // Whatever version stands: a use noted in this moment must not keep it alive.
    public override async Task<V1.EndStaffSessionResponse> EndStaffSession(V1.EndStaffSessionRequest request, ServerCallContext context)
    {
        var ended = new Change.Delete(StaffSessionRow.Key(Calls.StaffOf(context).Live.SecretHash));
        await recorder.RecordAsync(new Command([ended], []), context.CancellationToken).ConfigureAwait(false);
        return new V1.EndStaffSessionResponse();
    }

    public override Task<V1.StaffMember> GetStaffSelf(V1.GetStaffSelfRequest request, ServerCallContext context) =>
        Task.FromResult(Calls.StaffOf(context).Member.ToWire());

    private static V1.AddStaffResponse ToWire(NewStaff made) =>
        new() { Staff = made.Member.ToWire(), LinkCode = made.Code.Code, LinkCodeExpireTime = made.Code.ExpiresAt.ToTimestamp() };

    private static V1.CreateStaffSessionResponse ToWire(NewStaffSession made) =>
        new() { SessionSecret = made.Secret, Staff = made.Person.ToWire(), ExpireTime = made.Session.EndsAt.ToTimestamp() };
}
