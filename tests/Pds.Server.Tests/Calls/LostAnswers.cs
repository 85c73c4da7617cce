using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Hosting;
using Pds.Server.Services;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>An act that became durable and whose answer was lost, by a crash or by a caller that had gone: its repeat is told what it did.</summary>
[Trait("Invariant", "I-09")]
public sealed class LostAnswers : IAsyncLifetime
{
    private const string Service = "/pds.v1.ConsentService/";
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddDays(1);

    private City city = null!;
    private Story story = null!;
    private ConsentActs acts = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync();
        story = await Story.PlayAsync(city);
        acts = new ConsentActs(city.Server.Roles);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Invariant", "I-06")]
    public async Task A_withdrawal_whose_answer_was_lost_is_told_again()
    {
        var request = new WithdrawRequest { GrantId = story.Consent.GrantId, RequestId = Actor.NewRequestId() };
        var act = await acts.WithdrawConsent.RunAsync(Act<ConsentActResponse>("Withdraw", request), Stop);
        var size = Size;

        var told = await story.Hanako.CallAsync<ConsentActResponse>(Service + "Withdraw", request);
        var again = await story.Hanako.CallAsync<ConsentActResponse>(Service + "Withdraw", request);

        var done = act.Should().BeOfType<Outcome<ConsentAct>.Done>().Subject.Value;
        told.Consent.State.Should().Be(ConsentState.Withdrawn);
        told.Evidence.Index.Should().Be(done.Entry.Index);
        told.ActReceipt.Split('.')[1].Should().Be(done.ActReceipt.Split('.')[1], "the receipt says the same of the same entry");
        again.Should().Be(told);
        Size.Should().Be(size, "one act is one entry");
    }

    [Fact]
    public async Task A_pause_and_a_resumption_whose_answers_were_lost_are_told_again()
    {
        var pause = new PauseRequest { GrantId = story.Consent.GrantId, Etag = story.Consent.Etag, RequestId = Actor.NewRequestId() };
        await acts.PauseConsent.RunAsync(Act<ConsentActResponse>("Pause", pause), Stop);
        var paused = await story.Hanako.CallAsync<ConsentActResponse>(Service + "Pause", pause);
        var resume = new ResumeRequest { GrantId = story.Consent.GrantId, Etag = paused.Consent.Etag, RequestId = Actor.NewRequestId() };
        await acts.ResumeConsent.RunAsync(Act<ConsentActResponse>("Resume", resume), Stop);

        var resumed = await story.Hanako.CallAsync<ConsentActResponse>(Service + "Resume", resume);

        paused.Consent.State.Should().Be(ConsentState.Paused);
        resumed.Consent.State.Should().Be(ConsentState.Active);
    }

    [Fact]
    public async Task A_request_a_refusal_and_a_consent_whose_answers_were_lost_are_told_again()
    {
        var other = await city.NewResidentAsync();
        var ask = new RequestConsentRequest
        {
            ResidentRef = await other.ReferenceForAsync(story.Hospital),
            Items = { new Protocol.V1.AskedItem { Purpose = Story.Purpose } },
            RequestId = Actor.NewRequestId(),
        };
        ResidentRef.TryParse(ask.ResidentRef, out var reference);
        OrganizationId.TryParse(story.Hospital.Id, out var hospital);
        PurposeVersion.TryParse(Story.Purpose, out var purpose);
        var kept = Kept<Protocol.V1.ConsentRequest>("RequestConsent", story.Hospital.Id, ask);
        await acts.RequestConsent.RunAsync(
            new RequestConsentInput(hospital, reference, [new Pds.Consent.AskedItem { Purpose = purpose }], kept.Claim()), Stop);

        var asked = await story.Hospital.CallAsync<Protocol.V1.ConsentRequest>(Service + "RequestConsent", ask);
        var item = asked.Items.Should().ContainSingle().Subject;
        var decline = new DeclineRequest { GrantId = item.GrantId, Etag = item.Etag, RequestId = Actor.NewRequestId() };
        await acts.DeclineConsent.RunAsync(Act<DeclineResponse>("Decline", decline, other), Stop);
        var declined = await other.CallAsync<DeclineResponse>(Service + "Decline", decline);

        declined.Consent.State.Should().Be(ConsentState.Declined);
        (await story.Hospital.CallAsync<Protocol.V1.ConsentRequest>(Service + "RequestConsent", ask)).Should().Be(asked);
    }

    [Fact]
    public async Task A_consent_whose_answer_was_lost_is_told_again_with_its_receipt()
    {
        var other = await city.NewResidentAsync();
        var item = await story.Hospital.AskConsentAsync(await other.ReferenceForAsync(story.Hospital), Story.Purpose);
        var give = await other.PrepareGrantAsync(item);
        var act = Act<GrantResponse>("Grant", give, other);
        await acts.GrantConsent.RunAsync(
            new GrantConsentInput
            {
                Resident = act.Resident,
                Grant = act.Grant,
                Document = give.Document.Memory,
                Evidence = new Pds.Consent.Evidence.DeviceSignature(give.Evidence.DeviceSignature.Jws),
                Alongside = act.Alongside,
            },
            Stop);

        var given = await other.CallAsync<GrantResponse>(Service + "Grant", give);

        given.Consent.State.Should().Be(ConsentState.Active);
        given.Receipt.SdJwt.Should().NotBeEmpty();
        (await other.CallAsync<GrantResponse>(Service + "Grant", give)).Should().Be(given);
    }

    [Fact]
    [Trait("Invariant", "I-06")]
    public async Task Over_json_one_request_id_does_not_answer_for_another_consent()
    {
        var other = await AnotherConsentAsync();
        var id = Actor.NewRequestId();

        var (first, _) = await WithdrawOverJsonAsync(story.Consent.GrantId, id);
        var (second, reasons) = await WithdrawOverJsonAsync(other.GrantId, id);

        first.Should().Be(200);
        second.Should().Be(409);
        reasons.Should().Contain("REQUEST_ID_REUSED");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private long Size => city.Server.Roles.Recorder.Latest.Size;

    // The same resident, another recipient.
    private async Task<Protocol.V1.Consent> AnotherConsentAsync()
    {
        var water = await city.EnrollNamedAsync("しもきた水道");
        return (await story.Hanako.GrantAsync(await water.AskConsentAsync(await story.Hanako.ReferenceForAsync(water), "water-moving@1"))).Consent;
    }

    private async Task<(int Status, string Body)> WithdrawOverJsonAsync(string grant, string requestId)
    {
        var path = $"/v1/consents/{grant}:withdraw";
        var body = JsonSerializer.Serialize(new { requestId });
        using var message = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = new Version(2, 0), Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        message.Headers.TryAddWithoutValidation("pds-call-proof", story.Hanako.Proof($"POST {path}", Encoding.UTF8.GetBytes(body)));
        using var response = await story.Hanako.Http.SendAsync(message, Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    // What the server hands to an act, so that the act can be done here and its answer be lost.
    private ResidentAct Act<T>(string method, IMessage request, TestResident? resident = null)
        where T : class, IMessage<T>, new()
    {
        var who = resident ?? story.Hanako;
        ResidentId.TryParse(who.ResidentId, out var id);
        GrantId.TryParse((string)request.Descriptor.FindFieldByName("grant_id").Accessor.GetValue(request), out var grant);
        return new ResidentAct { Resident = id, Grant = grant, Alongside = Kept<T>(method, who.ResidentId, request).Claim() };
    }

    private static Kept<T> Kept<T>(string method, string caller, IMessage request)
        where T : class, IMessage<T>, new()
    {
        var requestId = (string)request.Descriptor.FindFieldByName("request_id").Accessor.GetValue(request);
        return new Kept<T>(
            new RowKey(Table.IdempotentCalls, $"{caller}{Service}{method}/{requestId}"), Sha256.Hash(request.ToByteArray()), Later);
    }
}
