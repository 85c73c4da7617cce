using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>Gives data as the real server does (intent, seal, disclosed, use receipt), and then lets the test spoil the answer.</summary>
internal sealed class TinyDisclosures(TinyCity city) : DisclosureService.DisclosureServiceBase
{
    /// <summary>The value that must appear nowhere but in the opened data.</summary>
    public const string Canary = "見本花子カナリア";

    private static readonly Es256Key SourceKey = Es256Key.Create();

    public override Task<RequestDataResponse> RequestData(RequestDataRequest request, ServerCallContext context)
    {
        TinyCalls.Arrive(city, request, context);
        if (city.Behaviour.Refusal is { } refusal)
        {
            throw refusal;
        }

        return Task.FromResult(city.Behaviour.Data(Answer(request, "/pds.v1.DisclosureService/RequestData")));
    }

    public override async Task RequestDataBatch(
        RequestDataBatchRequest request, IServerStreamWriter<RequestDataBatchResponse> responseStream, ServerCallContext context)
    {
        TinyCalls.Arrive(city, request, context);
        for (var (item, sent) = (request.Items.Count - 1, 0); item >= 0; (item, sent) = (item - 1, sent + 1))
        {
            if (sent == city.Behaviour.CutAfter)
            {
                city.Behaviour.CutAfter = null;
                throw new RpcException(new Status(StatusCode.Unavailable, ""));
            }

            await responseStream.WriteAsync(item % 2 == 0
                ? new RequestDataBatchResponse { Item = item, Data = city.Behaviour.Data(Answer(request.Items[item], "/pds.v1.DisclosureService/RequestDataBatch")) }
                : new RequestDataBatchResponse { Item = item, Refusal = Refusal() });
        }
    }

    private ItemRefusal Refusal()
    {
        var refusal = new ItemRefusal { Code = 9, Reason = "CONSENT_PAUSED", MessageJa = "同意は一時停止中です。" };
        city.Behaviour.Item(refusal);
        return refusal;
    }

    private RequestDataResponse Answer(RequestDataRequest request, string method)
    {
        var call = DisclosureCall.Parser.ParseFrom(request.Call);
        var grant = TinyGrants.Of(city, call.GrantId);
        var hash = Sha256.Hash(request.Call.Span);
        var digest = RequireShareAndProof(request, grant, hash, method);

        var intent = city.Log.Append(city.Behaviour.Intended(TinyEntries.Intended(grant, hash, digest, [.. call.Fields], method)));
        var plain = city.Behaviour.Plaintext(Plaintext(call, grant));
        var info = DeliveryContexts.Data(TinyCity.Origin, grant.Grant, hash, intent.Commitment.Memory);
        var sealedData = grant.EncryptionKey.Seal(info, [], Encoding.UTF8.GetBytes(plain));
        var disclosed = city.Log.Append(
            city.Behaviour.Released(TinyEntries.Disclosed(grant, intent.Commitment.ToByteArray(), sealedData, [.. call.Fields])), out var body);
        return new RequestDataResponse
        {
            SealedData = ByteString.CopyFrom(sealedData),
            Intent = intent,
            Disclosed = disclosed,
            UseReceipt = ActReceipt.Issue(
                city.Signer, TinyEntries.Now, ActKind.Use, grant.Grant,
                new LogPlace(TinyCity.Origin, disclosed.Commitment.ToByteArray()), Sha256.Hash(body)),
        };
    }

    // What the real gate would insist on: the presentation binds this call, and the share opens for this grant and call only.
    private byte[] RequireShareAndProof(RequestDataRequest request, TinyGrant grant, byte[] hash, string method)
    {
        ReceiptPresentation.TryParse(request.Presentation, out var presentation).Should().BeTrue();
        presentation!.IsAbout(TinyCity.Origin, method, hash).Should().BeTrue();
        presentation.IsHeldBy(presentation.Receipt.Holder).Should().BeTrue();
        city.GateKey.TryOpen(
            DeliveryContexts.ShareToGate(TinyCity.Origin), DeliveryContexts.ShareToGateAad(grant.Grant, hash), request.SealedShare.Span, out var share)
            .Should().BeTrue();
        share.Should().Equal(grant.Share);
        request.GateKid.Should().Be(city.GateKey.PublicKey.Kid);
        return CallDigest.Of(grant.Recipient, presentation.Receipt.Issuer, presentation.Call.Jti);
    }

    private string Plaintext(DisclosureCall call, TinyGrant grant)
    {
        var content = city.Behaviour.Source(new SourceRecordContent
        {
            Issuer = SourceId,
            Dataset = TinyEntries.Dataset,
            IssuedAt = TinyEntries.Now,
            Fields = call.Fields.ToDictionary(field => field, JsonNode? (_) => JsonValue.Create(Canary)),
        });
        var record = SourceRecord.Issue(SourceKey, [SourceCertificate()], content);
        var parts = record.Split('~');
        return new JsonObject
        {
            ["v"] = 1,
            ["grant_id"] = call.GrantId,
            ["resident_ref"] = grant.Reference.ToString(),
            ["dataset"] = content.Dataset,
            ["purpose"] = TinyEntries.Purpose,
            ["records"] = new JsonArray(new JsonObject
            {
                ["record"] = OpaqueId.New("rcd"),
                ["source_jwt"] = parts[0],
                ["disclosures"] = new JsonArray([.. parts[1..^1].Select(part => (JsonNode)part)]),
            }),
        }.ToJsonString();
    }

    private static string SourceId { get; } = OrganizationId.New().ToString();

    private byte[] SourceCertificate()
    {
        CertificateSigningRequest.TryParse(CertificateSigningRequest.Create(SourceKey, "CN=source"), out var csr).Should().BeTrue();
        return city.Authority.IssueClient(csr!, SourceId, CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(1)));
    }
}
