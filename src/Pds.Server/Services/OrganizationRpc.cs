using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Mapping;
using Pds.Server.Parties;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>OrganizationService: parse, act, map.</summary>
internal sealed class OrganizationRpc(Recorder recorder, CertificateAuthority authority, Repeats repeats, Calls calls)
    : V1.OrganizationService.OrganizationServiceBase
{
    private const int MaxReasonLength = 500;

    public override Task<V1.Organization> RegisterOrganization(V1.RegisterOrganizationRequest request, ServerCallContext context)
    {
        var roles = new List<OrganizationRole>();
        foreach (var role in request.Roles)
        {
            Calls.Require(context, OrganizationMap.TryParse(role, out var parsed), "roles");
            roles.Add(parsed);
        }

        return repeats.OnceAsync<V1.Organization>(context, request, async keep => Calls.ValueOf(
            context,
            await new RegisterOrganization(recorder, Calls.PersonOf(context))
                .RunAsync(request.NameJa, roles, Calls.ActingFor(context).Id, made => keep.With(made.ToWire()), context.CancellationToken).ConfigureAwait(false)).ToWire());
    }

    public override Task<V1.CreateEnrollmentCodeResponse> CreateEnrollmentCode(V1.CreateEnrollmentCodeRequest request, ServerCallContext context)
    {
        Calls.Require(context, OrganizationId.TryParse(request.OrganizationId, out var id), "organization_id");
        return repeats.OnceAsync<V1.CreateEnrollmentCodeResponse>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new CreateEnrollmentCode(recorder, Calls.PersonOf(context)).RunAsync(
                id, Calls.ActingFor(context).Id, made => keep.With(ToWire(made)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override Task<V1.EnrollOrganizationResponse> EnrollOrganization(V1.EnrollOrganizationRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.EnrollmentCode.Length is > 0 and <= 64, "enrollment_code");
        if (!CertificateSigningRequest.TryParse(request.Csr.Span, out var csr))
        {
            throw Calls.No(context, Wire.CsrNotAccepted, "csr");
        }

        if (!HpkePublicKey.TryParse(request.EncryptionPublicKey.Span, out var encryptionKey))
        {
            throw Calls.No(context, Wire.EncryptionKeyNotAccepted, "encryption_public_key");
        }

        return repeats.OnceAsync<V1.EnrollOrganizationResponse>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new EnrollOrganization(recorder, authority)
                .RunAsync(request.EnrollmentCode, csr, encryptionKey, made => keep.With(ToWire(made)), context.CancellationToken)
                .ConfigureAwait(false))));
    }

    public override Task<V1.EnrollOrganizationResponse> RenewCertificate(V1.RenewCertificateRequest request, ServerCallContext context)
    {
        var organization = Calls.OrganizationOf(context);
        if (!CertificateSigningRequest.TryParse(request.Csr.Span, out var csr) || !csr.PublicKey.Equals(organization.CallKey))
        {
            throw Calls.No(context, Wire.CsrNotAccepted, "csr");
        }

        return repeats.OnceAsync<V1.EnrollOrganizationResponse>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new RenewCertificate(recorder, authority)
                .RunAsync(organization, csr, made => keep.With(ToWire(made)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override async Task<V1.Organization> GetOrganization(V1.GetOrganizationRequest request, ServerCallContext context)
    {
        Calls.Require(context, OrganizationId.TryParse(request.OrganizationId, out var id), "organization_id");
        return (await OrganizationRow.FindAsync(recorder.Rows, id, context.CancellationToken).ConfigureAwait(false))?.ToWire()
            ?? throw Calls.No(context, Wire.NotFound);
    }

    public override async Task<V1.ListOrganizationsResponse> ListOrganizations(V1.ListOrganizationsRequest request, ServerCallContext context)
    {
        var page = calls.PageOf(context, request.PageSize, request.PageToken);
        var fetched = await OrganizationRow.ListAsync(recorder.Rows, page.After, page.Fetch, context.CancellationToken).ConfigureAwait(false);
        var (rows, next) = calls.Cut(context, page, fetched, organization => organization.Ordinal);
        return new V1.ListOrganizationsResponse { Organizations = { rows.Select(OrganizationMap.ToWire) }, NextPageToken = next };
    }

    public override Task<V1.Organization> SuspendOrganization(V1.SuspendOrganizationRequest request, ServerCallContext context)
    {
        Calls.Require(context, OrganizationId.TryParse(request.OrganizationId, out var id), "organization_id");
        Calls.Require(context, request.ReasonJa.Length is > 0 and <= MaxReasonLength, "reason_ja");
        var version = Calls.VersionOf(context, request.Etag);
        return repeats.OnceAsync<V1.Organization>(context, request, async keep => Calls.ValueOf(
            context,
            await new SuspendOrganization(recorder, Calls.PersonOf(context))
                .RunAsync(
                    id, request.ReasonJa, version, Calls.ActingFor(context).Id, made => keep.With(made.ToWire()), context.CancellationToken)
                .ConfigureAwait(false)).ToWire());
    }

    private static V1.CreateEnrollmentCodeResponse ToWire(NewCode code) =>
        new() { EnrollmentCode = code.Code, ExpireTime = code.ExpiresAt.ToTimestamp() };

    private V1.EnrollOrganizationResponse ToWire(Enrolled enrolled) => new()
    {
        Organization = enrolled.Organization.ToWire(),
        CertificateChain = { ByteString.CopyFrom(enrolled.Certificate), ByteString.CopyFrom(authority.Certificate) },
    };
}
