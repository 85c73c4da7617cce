using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;
using DisclosureCall = Pds.Protocol.V1.DisclosureCall;

namespace Pds.Server.Tests.Isolation;

/// <summary>
/// Whatever a thief takes from a recipient without its private keys gives nothing (I-14): every subset of six artefacts, taken from a call
/// that was made and never arrived, used by another enrolled organisation and by somebody who is not enrolled, over real TLS.
/// </summary>
[Collection(nameof(CityFixture))]
[Trait("Invariant", "I-14")]
public sealed class StolenArtefacts(CityFixture city)
{
    private const string RequestData = "/pds.v1.DisclosureService/RequestData";
    private const string Batch = "/pds.v1.DisclosureService/RequestDataBatch";
    private const string GetReceipt = "/pds.v1.ConsentService/GetReceipt";

    [Flags]
    private enum Artefacts
    {
        None = 0,
        Receipt = 1,
        Presentation = 2,
        SealedShare = 4,
        CallBytes = 8,
        Certificate = 16,
        CallProof = 32,
        All = 63,
    }

    private Story Story => city.Story;

    [Fact]
    public async Task Another_organisation_gets_nothing_for_any_of_them() =>
        await NothingIsGivenAsync(_ => city.Water, city.Water.Key, ["RECEIPT_NOT_ACCEPTED", "NOT_FOUND", "UNAUTHENTICATED"]);

    [Fact]
    public async Task Somebody_who_is_not_enrolled_gets_nothing_for_any_of_them()
    {
        using var key = Es256Key.Create();
        using var bare = new Actor("a thief", city.City, null, key, Story.Hospital.Id);
        using var disguised = new Actor("a thief in disguise", city.City, LookAlike(key), key, Story.Hospital.Id);

        await NothingIsGivenAsync(
            stolen => stolen.HasFlag(Artefacts.Certificate) ? disguised : bare, key,
            ["CLIENT_CERTIFICATE_REQUIRED", "CLIENT_CERTIFICATE_NOT_ACCEPTED", "UNAUTHENTICATED"]);
    }

    private async Task NothingIsGivenAsync(Func<Artefacts, Actor> thiefWith, Es256Key thiefsKey, string[] reasons)
    {
        var before = await UsesAsync();
        var request = new RequestDataRequest();
        for (var stolen = Artefacts.None; stolen <= Artefacts.All; stolen++)
        {
            request = await Story.PrepareAsync("name");
            var receipt = new GetReceiptRequest { GrantId = Story.Consent.GrantId }.ToByteArray();
            var thief = thiefWith(stolen);
            var bent = Compose(stolen, request, thiefsKey);
            var proof = Story.Hospital.Proof(GetReceipt, receipt);

            await RefusedAsync(thief, RequestData, bent.ToByteArray(), stolen, proof, reasons);
            await RefusedAsync(thief, Batch, new RequestDataBatchRequest { Items = { bent } }.ToByteArray(), stolen, proof, reasons);
            await RefusedAsync(thief, GetReceipt, receipt, stolen, proof, reasons);
        }

        (await UsesAsync()).Should().Be(before, "no intent was entered for a thief");
        (await Story.Hospital.RequestDataAsync(request)).Reason.Should().Be("OK", "and the call is still its maker's to make");
    }

    private async Task RefusedAsync(Actor thief, string path, byte[] message, Artefacts stolen, string? stolenProof, string[] reasons)
    {
        var proof = stolen.HasFlag(Artefacts.CallProof) ? stolenProof : thief.Proof(path, message);
        (string, string)[] headers = stolen.HasFlag(Artefacts.Certificate)
            ? [.. new[] { "x-client-cert", "x-arr-clientcert", "x-forwarded-client-cert" }.Select(
                name => (name, Convert.ToBase64String(Story.Hospital.Certificate)))]
            : [];

        var answer = await thief.SendAsync(path, message, proof, 0, headers);

        if (answer.Code == 0 && path == Batch)
        {
            var item = RequestDataBatchResponse.Parser.ParseFrom(answer.Messages.Should().ContainSingle().Subject);
            item.Data.Should().BeNull("{0} of {1} open nothing", stolen, path);
            reasons.Should().Contain(item.Refusal.Reason);
            return;
        }

        answer.Code.Should().NotBe(0, "{0} do not make {1} answer {2}", stolen, path, thief);
        answer.Messages.Should().BeEmpty();
        reasons.Should().Contain(answer.Reason, "{0} at {1}", stolen, path);
    }

    // The best a thief can make of what it has: what is missing it makes itself, with its own key.
    private RequestDataRequest Compose(Artefacts stolen, RequestDataRequest from, Es256Key key)
    {
        var call = stolen.HasFlag(Artefacts.CallBytes)
            ? from.Call.ToByteArray()
            : new DisclosureCall { GrantId = Story.Consent.GrantId, Fields = { "name", "address" } }.ToByteArray();
        return new RequestDataRequest
        {
            Presentation = stolen.HasFlag(Artefacts.Presentation) ? from.Presentation
                : stolen.HasFlag(Artefacts.Receipt) ? Present(call, key) : "x",
            Call = ByteString.CopyFrom(call),
            SealedShare = stolen.HasFlag(Artefacts.SealedShare) ? from.SealedShare : ByteString.CopyFrom(new byte[80]),
            GateKid = from.GateKid,
        };
    }

    private string Present(byte[] call, Es256Key key)
    {
        Pds.Consent.Receipt.TryParse(Story.Receipt.SdJwt, out var receipt).Should().BeTrue();
        return ReceiptPresentation.Create(
            receipt!, [], key, DateTimeOffset.UtcNow, new CallBinding(CallBinding.NewJti(), Sha256.Hash(call), RequestData));
    }

    // The names of the victim's certificate, from an authority of the thief's own: the certificate is public, its key is not.
    private byte[] LookAlike(Es256Key key)
    {
        using var authority = CertificateAuthority.CreateRoot("Pds", CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(30)));
        CertificateSigningRequest.TryParse(CertificateSigningRequest.Create(key, "CN=any"), out var csr).Should().BeTrue();
        return authority.IssueClient(csr!, Story.Hospital.Id, CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(20)));
    }

    private async Task<int> UsesAsync()
    {
        ResidentId.TryParse(Story.Hanako.ResidentId, out var resident).Should().BeTrue();
        var uses = 0;
        await foreach (var entry in city.City.Server.Roles.Recorder.ReadChainAsync(
            ChainId.Resident(resident), -1, 1000, new Reader.Owner(), TestContext.Current.CancellationToken))
        {
            uses += entry.Entry is DisclosureIntended or Disclosed ? 1 : 0;
        }

        return uses;
    }
}
