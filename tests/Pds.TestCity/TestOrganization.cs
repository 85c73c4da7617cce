using System.Text.Json.Nodes;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Organization = Pds.Protocol.V1.Organization;
using Receipt = Pds.Protocol.V1.Receipt;

namespace Pds.TestCity;

/// <summary>An enrolled organisation with its keys in the test's hands.</summary>
public sealed class TestOrganization(City city, Organization facts, Es256Key key, HpkePrivateKey encryption, IReadOnlyList<byte[]> chain)
    : Actor(facts.NameJa, city, chain[0], key, facts.OrganizationId)
{
    /// <summary>Its id.</summary>
    public string Id => facts.OrganizationId;

    /// <summary>The origin of the ledger it is enrolled with.</summary>
    public string Origin => City.Origin;

    /// <summary>Its certificate, DER.</summary>
    public byte[] Certificate => chain[0];

    /// <summary>Its encryption key.</summary>
    public HpkePrivateKey Encryption => encryption;

    /// <summary>Writes a record as a source.</summary>
    public Task<Answer> WriteAsync(
        string residentRef, string dataset, IReadOnlyDictionary<string, JsonNode?> fields, string? requestId = null, DateOnly? date = null) =>
        AskAsync("/pds.v1.VaultService/WriteRecord", new WriteRecordRequest
        {
            ResidentRef = residentRef,
            Dataset = dataset,
            SourceRecord = SourceRecord.Issue(Key, [chain[0]], new SourceRecordContent
            {
                Issuer = Id, Dataset = dataset, IssuedAt = DateTimeOffset.UtcNow, Fields = fields, DataDate = date,
            }),
            DataDate = date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "",
            RequestId = requestId ?? NewRequestId(),
        });

    /// <summary>Asks for consent under one purpose.</summary>
    public async Task<Protocol.V1.Consent> AskConsentAsync(string residentRef, string purpose) =>
        (await CallAsync<Protocol.V1.ConsentRequest>("/pds.v1.ConsentService/RequestConsent", new RequestConsentRequest
        {
            ResidentRef = residentRef, Items = { new Protocol.V1.AskedItem { Purpose = purpose } }, RequestId = NewRequestId(),
        })).Items.Single();

    /// <summary>Its receipt with the sealed share.</summary>
    public Task<Receipt> ReceiptAsync(string grantId) =>
        CallAsync<Receipt>("/pds.v1.ConsentService/GetReceipt", new GetReceiptRequest { GrantId = grantId });

    /// <summary>A complete request for data, with proof and sealed share.</summary>
    public async Task<RequestDataRequest> PrepareAsync(
        string grantId, Receipt receipt, IEnumerable<string> fields, string method = "/pds.v1.DisclosureService/RequestData", DateTimeOffset? at = null)
    {
        var call = new Protocol.V1.DisclosureCall { GrantId = grantId, Fields = { fields } }.ToByteArray();
        var hash = Sha256.Hash(call);
        var keys = await City.Anybody.CallAsync<GetServerKeysResponse>("/pds.v1.LedgerService/GetServerKeys", new GetServerKeysRequest());
        GrantId.TryParse(grantId, out var grant);
        HpkePublicKey.TryParse(keys.GateKeys[0].PublicKey.Span, out var gate);
        Pds.Consent.Receipt.TryParse(receipt.SdJwt, out var parsed);
        if (!encryption.TryOpenSecret(DeliveryContexts.ShareToRecipient(City.Origin, grant), [], receipt.SealedShare.Span, out var share))
        {
            throw new InvalidOperationException("The share is not ours.");
        }

        using (share)
        {
            return new RequestDataRequest
            {
                Presentation = ReceiptPresentation.Create(
                    parsed!, [], Key, at ?? DateTimeOffset.UtcNow, new CallBinding(CallBinding.NewJti(), hash, method)),
                Call = ByteString.CopyFrom(call),
                SealedShare = ByteString.CopyFrom(
                    gate!.Seal(DeliveryContexts.ShareToGate(City.Origin), DeliveryContexts.ShareToGateAad(grant, hash), share.Span)),
                GateKid = keys.GateKeys[0].Kid,
            };
        }
    }

    /// <summary>Sends a prepared request; its proof is inside.</summary>
    public Task<Answer> RequestDataAsync(RequestDataRequest request) =>
        SendAsync("/pds.v1.DisclosureService/RequestData", request.ToByteArray(), null);
}
