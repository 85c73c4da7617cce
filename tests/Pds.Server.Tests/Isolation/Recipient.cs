using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Pds.Client;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.TestCity;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Tests.Isolation;

/// <summary>
/// A recipient that throws nothing away: the SDK as it is, and beside it a second channel of the same identity on which every reply is kept as it
/// came, with what the SDK discards after checking it.
/// </summary>
internal sealed class Recipient : IDisposable
{
    private const string Passphrase = "keeps everything it ever got";
    private readonly DirectoryInfo folder;
    private readonly PdsClient client;
    private readonly SealedKeyFile keys;
    private readonly OrganizationIdentity identity;
    private readonly SecureChannel channel;
    private readonly V1.ConsentService.ConsentServiceClient consents;
    private readonly V1.DisclosureService.DisclosureServiceClient disclosures;

    private Recipient(DirectoryInfo folder, PdsClientOptions options, PdsClient client, TimeProvider clock)
    {
        (this.folder, this.client) = (folder, client);
        var root = CityFacts.ReadRoot(options.CityCaFile);
        var files = new IdentityFolder(options.IdentityFolder);
        keys = files.OpenKeys(Passphrase);
        identity = files.Open(keys, root, null);
        var proofs = new CallProofs(identity.CallKey, identity.OrganizationId, identity.City.Origin, clock);
        channel = SecureChannel.Open(options.Address!, root, identity, proofs, RetryPolicies.From(options), options.CallTimeout);
        (consents, disclosures) = (new(channel.Invoker), new(channel.Invoker));
    }

    public static async Task<Recipient> EnrollAsync(City city, string nameJa, TimeProvider clock)
    {
        var folder = Directory.CreateTempSubdirectory("pds-recipient-");
        var options = new PdsClientOptions
        {
            Address = city.Address, CityCaFile = city.CityCaFile, IdentityFolder = Path.Combine(folder.FullName, "identity"), Passphrase = Passphrase,
        };
        return new Recipient(folder, options, await PdsClient.EnrollAsync(options, await city.CodeForNamedAsync(nameJa), clock), clock);
    }

    /// <summary>Asks, is given, fetches, asks for data and lists: all it comes to hold about one resident, with the source's own words apart.</summary>
    public async Task<(Pieces Ours, Pieces Source)> HoldAsync(TestResident resident, string purpose)
    {
        var reference = await resident.ReferenceForAsync(client.OrganizationId);
        var asked = await consents.RequestConsentAsync(new V1.RequestConsentRequest
        {
            ResidentRef = reference, Items = { new V1.AskedItem { Purpose = purpose } }, RequestId = Actor.NewRequestId(),
        });
        var item = asked.Items.Single();
        await resident.GrantAsync(item);
        var receipt = await consents.GetReceiptAsync(new V1.GetReceiptRequest { GrantId = item.GrantId });
        await client.FetchReceiptAsync(item.GrantId);
        var call = await client.PrepareAsync(new DataRequest(item.GrantId, ["name"]));
        var answer = await disclosures.RequestDataAsync(call.Message);
        var opened = await client.SendAsync(call);

        var (ours, source) = (new Pieces(), new Pieces());
        ours.Add(asked).Add(receipt).Add(call.Message).Add(answer);
        ours.Add(Share(item.GrantId, receipt)).Add(WithoutSource(Open(call, answer), source));
        Kept(item.GrantId, opened.Evidence, ours);
        await ListsAsync(item.GrantId, ours);
        return (ours, source);
    }

    public void Dispose()
    {
        channel.Dispose();
        identity.Dispose();
        keys.Dispose();
        client.Dispose();
        folder.Delete(recursive: true);
    }

    // The receipt book opened, and what the SDK hands on as evidence.
    private void Kept(string grantId, DeliveryEvidence evidence, Pieces ours)
    {
        var kept = client.Receipts.Find(grantId)!;
        ours.Add(JsonSerializer.SerializeToUtf8Bytes(kept)).Add(kept.Receipt).Add(client.Receipts.NewestCheckpoint ?? "");
        ours.Add(evidence.Presentation).Add(evidence.UseReceipt).Add(evidence.IntentProof).Add(evidence.DisclosedProof);
        ours.Add(evidence.IntentCommitment).Add(evidence.DisclosedCommitment).Add(evidence.SealedData).Add(evidence.RequestHash);
    }

    // A list holds everybody the recipient knows; what is about this resident is told by her consent.
    private async Task ListsAsync(string grantId, Pieces ours)
    {
        var requests = await consents.ListRequestsAsync(new V1.ListRequestsRequest { PageSize = 500 });
        var given = await consents.ListConsentsAsync(new V1.ListConsentsRequest { PageSize = 500 });
        var uses = await disclosures.ListUsesAsync(new V1.ListUsesRequest { PageSize = 500, GrantId = grantId });
        ours.Add(requests.Requests.Single(one => one.Items.Any(item => item.GrantId == grantId)));
        ours.Add(given.Consents.Single(one => one.GrantId == grantId)).Add(uses);
    }

    private byte[] Share(string grantId, V1.Receipt receipt)
    {
        GrantId.TryParse(grantId, out var grant);
        identity.EncryptionKey.TryOpen(
            DeliveryContexts.ShareToRecipient(identity.City.Origin, grant), [], receipt.SealedShare.Span, out var share).Should().BeTrue();
        return share!;
    }

    private byte[] Open(PreparedCall call, V1.RequestDataResponse answer)
    {
        GrantId.TryParse(call.Request.GrantId, out var grant);
        var info = DeliveryContexts.Data(identity.City.Origin, grant, call.RequestHash, answer.Intent.Commitment.ToByteArray());
        identity.EncryptionKey.TryOpen(info, [], answer.SealedData.Span, out var plaintext).Should().BeTrue();
        return plaintext!;
    }

    private static byte[] WithoutSource(byte[] plaintext, Pieces source)
    {
        var root = JsonNode.Parse(plaintext)!;
        foreach (var record in root["records"]!.AsArray().Select(record => record!.AsObject()))
        {
            foreach (var name in new[] { "source_jwt", "disclosures" })
            {
                source.Add(System.Text.Encoding.UTF8.GetBytes(new JsonObject { [name] = record[name]!.DeepClone() }.ToJsonString()));
                record.Remove(name);
            }
        }

        return System.Text.Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
