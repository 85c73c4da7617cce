using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Erasure;
using Pds.Server.Hosting;
using Pds.Server.Mapping;
using Pds.Server.Parties;
using Pds.Vault;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>ResidentService: parse, act, map.</summary>
internal sealed class ResidentRpc(Recorder recorder, Custodian custodian, ConsentActs acts, Repeats repeats) : V1.ResidentService.ResidentServiceBase
{
    public override Task<V1.CreateResidentResponse> CreateResident(V1.CreateResidentRequest request, ServerCallContext context)
    {
        var steward = Calls.ActingFor(context).Id;
        Calls.Require(
            context, request.Telephone.Length <= DeskContactRow.MaxTelephoneLength && request.Telephone.All(char.IsAsciiDigit), "telephone");
        return repeats.OnceAsync<V1.CreateResidentResponse>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new CreateResident(recorder, custodian, Calls.PersonOf(context))
                .RunAsync(steward, made => keep.With(ToWire(made)), context.CancellationToken, request.Telephone.Length == 0 ? null : request.Telephone)
                .ConfigureAwait(false))));
    }

    public override Task<V1.EnrollDeviceResponse> EnrollDevice(V1.EnrollDeviceRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.DeviceCode.Length is > 0 and <= 64, "device_code");
        Calls.Require(context, DeviceProof.TryReadKey(request.DeviceJwk, out var key), "device_jwk");
        return repeats.OnceAsync<V1.EnrollDeviceResponse>(context, request, async keep =>
        {
            if (!DeviceProof.Holds(request.SignedProof, key!, recorder.Origin, request.DeviceCode, recorder.Clock.GetUtcNow()))
            {
                throw Calls.No(context, Wire.DeviceProofNotAccepted, "signed_proof");
            }

            return ToWire(Calls.ValueOf(
                context,
                await new EnrollDevice(recorder)
                    .RunAsync(request.DeviceCode, key!, made => keep.With(ToWire(made)), context.CancellationToken).ConfigureAwait(false)));
        });
    }

    public override Task<V1.IssueReferenceResponse> IssueReference(V1.IssueReferenceRequest request, ServerCallContext context)
    {
        var resident = Calls.ResidentOf(context).Resident;
        Calls.Require(context, OrganizationId.TryParse(request.OrganizationId, out var organization), "organization_id");
        return repeats.OnceAsync<V1.IssueReferenceResponse>(context, request, async _ => new V1.IssueReferenceResponse
        {
            ResidentRef = Calls.ValueOf(
                context,
                await new IssueReference(recorder).RunAsync(resident, organization, context.CancellationToken).ConfigureAwait(false)).Ref.ToString(),
        });
    }

    public override async Task<V1.ErasureDocument> GetErasureDocument(V1.GetErasureDocumentRequest request, ServerCallContext context)
    {
        var prepared = Calls.ValueOf(
            context, await acts.PrepareErasure.RunAsync(Calls.ResidentOf(context).Resident, context.CancellationToken).ConfigureAwait(false));
        return new V1.ErasureDocument
        {
            Document = ByteString.CopyFrom(prepared.Document.Bytes),
            DocumentDigest = ByteString.CopyFrom(prepared.Document.Digest),
            ExpireTime = prepared.SignBefore.ToTimestamp(),
            HistoryExpireTime = prepared.HistoryUntil?.ToTimestamp(),
        };
    }

    public override Task<V1.EraseResidentResponse> EraseResident(V1.EraseResidentRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.Document.Length is > 0 and <= ErasureDocument.MaxBytes, "document");
        Calls.Require(context, WillMap.TryParse(request.Evidence, out var evidence), "evidence");
        var resident = Calls.ResidentOf(context).Resident;
        return repeats.OnceAsync<V1.EraseResidentResponse>(
            context,
            request,
            async keep => ToWire(Calls.ValueOf(context, await acts.EraseResident.RunAsync(
                new OrderErasureInput
                {
                    Resident = resident,
                    Document = request.Document.Memory,
                    Evidence = evidence!,
                    Alongside = keep.Claim(),
                },
                context.CancellationToken).ConfigureAwait(false))),
            async index => ToWire(await acts.EraseResident.RetellAsync(resident, index, context.CancellationToken).ConfigureAwait(false)));
    }

    private static V1.EraseResidentResponse ToWire(Erased erased) =>
        new() { HistoryExpireTime = erased.HistoryUntil?.ToTimestamp(), Evidence = erased.Entry?.ToWire() };

    private static V1.CreateResidentResponse ToWire(NewResident made) => new()
    {
        ResidentId = made.Resident.ToString(),
        DeviceCode = made.DeviceCode.Code,
        ResidentNumber = made.Number.ToString(),
        DeviceCodeExpireTime = made.DeviceCode.ExpiresAt.ToTimestamp(),
    };

    private static V1.EnrollDeviceResponse ToWire(Device device) =>
        new() { ResidentId = device.Resident.ToString(), DeviceId = device.Id.ToString() };
}
