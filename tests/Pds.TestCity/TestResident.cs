using System.Text;
using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using ConsentDocument = Pds.Protocol.V1.ConsentDocument;
using Evidence = Pds.Protocol.V1.Evidence;

namespace Pds.TestCity;

/// <summary>A resident with a device whose key is in the test's hands.</summary>
public sealed class TestResident(City city, string residentId, Es256Key key) : Actor(residentId, city, null, key, key.PublicKey.Jkt)
{
    /// <summary>The resident's id.</summary>
    public string ResidentId => Name;

    /// <summary>An honest enrolment message.</summary>
    public static EnrollDeviceRequest Enrolment(City city, Es256Key key, string code, Action<JsonObject>? bend = null)
    {
        var claims = new JsonObject
        {
            ["aud"] = city.Origin,
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["jti"] = Base64Url.Encode(RandomSource.Bytes(16)),
            ["code_hash"] = Base64Url.Encode(Sha256.Hash(Encoding.UTF8.GetBytes(code))),
        };
        bend?.Invoke(claims);
        return new EnrollDeviceRequest
        {
            DeviceCode = code,
            DeviceJwk = key.PublicKey.ToJwk().ToJsonString(),
            SignedProof = CompactJws.Sign(key, "pds-device+jwt", claims),
            RequestId = NewRequestId(),
        };
    }

    /// <summary>The pairwise reference for an organisation.</summary>
    public Task<string> ReferenceForAsync(TestOrganization organization) => ReferenceForAsync(organization.Id);

    /// <summary>The pairwise reference for an organisation that the test knows by its id.</summary>
    public async Task<string> ReferenceForAsync(string organizationId) =>
        (await CallAsync<IssueReferenceResponse>("/pds.v1.ResidentService/IssueReference", new IssueReferenceRequest
        {
            OrganizationId = organizationId, RequestId = NewRequestId(),
        })).ResidentRef;

    /// <summary>Reads the document, signs it, grants.</summary>
    public async Task<GrantResponse> GrantAsync(Protocol.V1.Consent item, Protocol.V1.Narrowing? choices = null) =>
        await CallAsync<GrantResponse>("/pds.v1.ConsentService/Grant", await PrepareGrantAsync(item, choices));

    /// <summary>A complete grant message.</summary>
    public async Task<GrantRequest> PrepareGrantAsync(Protocol.V1.Consent item, Protocol.V1.Narrowing? choices = null)
    {
        var shown = await CallAsync<ConsentDocument>("/pds.v1.ConsentService/GetConsentDocument", new GetConsentDocumentRequest
        {
            GrantId = item.GrantId, Choices = choices,
        });
        GrantId.TryParse(item.GrantId, out var grant);
        return new GrantRequest
        {
            GrantId = item.GrantId,
            Document = shown.Document,
            Evidence = new Evidence
            {
                DeviceSignature = new DeviceSignature
                {
                    Jws = EvidenceCheck.Sign(Key, City.Origin, grant, shown.ConsentDigest.Span, DateTimeOffset.UtcNow),
                },
            },
            Etag = item.Etag,
            RequestId = NewRequestId(),
        };
    }

    /// <summary>Reads the document, signs it, has everything erased.</summary>
    public async Task<EraseResidentResponse> EraseAsync() =>
        await CallAsync<EraseResidentResponse>("/pds.v1.ResidentService/EraseResident", await PrepareErasureAsync());

    /// <summary>A complete message.</summary>
    public async Task<EraseResidentRequest> PrepareErasureAsync()
    {
        var shown = await CallAsync<Protocol.V1.ErasureDocument>("/pds.v1.ResidentService/GetErasureDocument", new GetErasureDocumentRequest());
        return new EraseResidentRequest
        {
            Document = shown.Document, Evidence = ErasureEvidenceOver(shown.DocumentDigest.Span, Key), RequestId = NewRequestId(),
        };
    }

    /// <summary>Evidence over a digest, by any key.</summary>
    public Evidence ErasureEvidenceOver(ReadOnlySpan<byte> digest, Es256Key key) => new()
    {
        DeviceSignature = new DeviceSignature { Jws = ErasureEvidence.Sign(key, City.Origin, digest, DateTimeOffset.UtcNow) },
    };

    /// <summary>Withdraws.</summary>
    public Task<Answer> WithdrawAsync(string grantId, string? requestId = null) =>
        AskAsync("/pds.v1.ConsentService/Withdraw", new WithdrawRequest { GrantId = grantId, RequestId = requestId ?? NewRequestId() });
}
