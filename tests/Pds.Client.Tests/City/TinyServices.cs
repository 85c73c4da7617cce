using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

internal sealed class TinyLedger(TinyCity city) : LedgerService.LedgerServiceBase
{
    public override Task<GetServerKeysResponse> GetServerKeys(GetServerKeysRequest request, ServerCallContext context)
    {
        var answer = new GetServerKeysResponse
        {
            Origin = TinyCity.Origin,
            LogVkey = city.Log.Signer.Verifier.ToString(),
            RootCertificate = ByteString.CopyFrom(city.Authority.Certificate),
            ServerTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
        };
        answer.GateKeys.Add(new HpkeKey { Kid = city.GateKey.PublicKey.Kid, PublicKey = ByteString.CopyFrom(city.GateKey.PublicKey.Raw) });
        return Task.FromResult(city.Behaviour.Keys(answer));
    }

    public override Task<GetConsistencyProofResponse> GetConsistencyProof(GetConsistencyProofRequest request, ServerCallContext context)
    {
        var proof = city.Log.Prove(request.OldSize, request.NewSize) ?? throw TinyCalls.Refusal(StatusCode.NotFound, "NOT_FOUND");
        return Task.FromResult(new GetConsistencyProofResponse { Hashes = { proof.Path.Select(hash => ByteString.CopyFrom(hash)) } });
    }
}

internal sealed class TinyOrganizations(TinyCity city) : OrganizationService.OrganizationServiceBase
{
    private static readonly CertificateValidity Valid = CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(1));

    public override Task<EnrollOrganizationResponse> EnrollOrganization(EnrollOrganizationRequest request, ServerCallContext context)
    {
        TinyCalls.Arrive(city, request, context);
        CertificateSigningRequest.TryParse(request.Csr.Span, out var csr).Should().BeTrue();
        var id = OrganizationId.New();
        var answer = new EnrollOrganizationResponse { Organization = new Organization { OrganizationId = id.ToString() } };
        answer.CertificateChain.Add(ByteString.CopyFrom(city.Authority.IssueClient(csr!, id.ToString(), Valid)));
        answer.CertificateChain.Add(ByteString.CopyFrom(city.Authority.Certificate));
        return Task.FromResult(answer);
    }
}

internal sealed class TinyConsents(TinyCity city) : ConsentService.ConsentServiceBase
{
    public override Task<ConsentRequest> RequestConsent(RequestConsentRequest request, ServerCallContext context)
    {
        TinyCalls.Arrive(city, request, context);
        return Task.FromResult(new ConsentRequest { ResidentRef = request.ResidentRef });
    }

    public override Task<Receipt> GetReceipt(GetReceiptRequest request, ServerCallContext context)
    {
        TinyCalls.Arrive(city, request, context);
        return Task.FromResult(city.Behaviour.Receipt(TinyGrants.Of(city, request.GrantId).Receipt));
    }

    public override Task<ListConsentsResponse> ListConsents(ListConsentsRequest request, ServerCallContext context)
    {
        TinyCalls.Arrive(city, request, context);
        var answer = new ListConsentsResponse();
        answer.Consents.AddRange(TinyGrants.All(city).Select(id => new Protocol.V1.Consent { GrantId = id, State = ConsentState.Active }));
        return Task.FromResult(answer);
    }
}

internal sealed class TinyCatalog : CatalogService.CatalogServiceBase
{
    public override Task<Purpose> GetPurpose(GetPurposeRequest request, ServerCallContext context) => Task.FromResult(
        new Purpose { Code = request.Code, Version = request.Version, Dataset = TinyEntries.Dataset });
}

internal static class TinyCalls
{
    private static readonly Lock Turn = new();

    /// <summary>A refusal with its reason, as the real server's.</summary>
    public static RpcException Refusal(StatusCode code, string reason) => new Google.Rpc.Status
    {
        Code = (int)code,
        Details = { Any.Pack(new Google.Rpc.ErrorInfo { Reason = reason, Domain = "pds" }) },
    }.ToRpcException();

    /// <summary>Notes the message and its proof; answers UNAVAILABLE as often as the test asked.</summary>
    public static void Arrive(TinyCity city, IMessage message, ServerCallContext context)
    {
        city.Behaviour.Seen.Enqueue((message, context.RequestHeaders.GetValue("pds-call-proof")));
        lock (Turn)
        {
            if (city.Behaviour.Unavailable > 0)
            {
                city.Behaviour.Unavailable--;
                throw new RpcException(new Status(StatusCode.Unavailable, "test"));
            }
        }
    }
}
