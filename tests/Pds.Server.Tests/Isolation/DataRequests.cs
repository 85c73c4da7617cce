using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;
using DisclosureCall = Pds.Protocol.V1.DisclosureCall;

namespace Pds.Server.Tests.Isolation;

/// <summary>RequestData over the wire: before rule 3 nothing is told apart, after it the reason is.</summary>
[Collection(nameof(CityFixture))]
public sealed class DataRequests(CityFixture city)
{
    private Story Story => city.Story;

    [Fact]
    [Trait("Feature", "D1")]
    public async Task An_honest_request_gets_sealed_data_that_opens()
    {
        var request = await Story.PrepareAsync("name");

        var answer = (await Story.Hospital.RequestDataAsync(request)).Read<RequestDataResponse>();

        GrantId.TryParse(Story.Consent.GrantId, out var grant);
        var info = DeliveryContexts.Data(city.City.Origin, grant, Sha256.Hash(request.Call.Span), answer.Intent.Commitment.ToByteArray());
        Story.Hospital.Encryption.TryOpen(info, [], answer.SealedData.Span, out var data).Should().BeTrue();
        System.Text.Encoding.UTF8.GetString(data!).Should().Contain(Story.Consent.GrantId);
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    [Trait("Rule", "3")]
    public async Task Foreign_erased_forged_unreadable_and_never_existing_receipts_get_the_same_bytes()
    {
        var honest = await Story.PrepareAsync("name");
        var (erased, forged) = (await ErasedAsync(), await ForgedAsync());
        Func<Task<Answer>>[] classes =
        [
            () => city.Water.RequestDataAsync(honest),
            () => city.Water.RequestDataAsync(erased),
            () => city.Water.RequestDataAsync(With(honest, "x")),
            () => city.Water.RequestDataAsync(With(honest, Flip(honest.Presentation))),
            () => city.Water.RequestDataAsync(new RequestDataRequest()),
            () => city.Water.RequestDataAsync(With(honest, forged)),
            () => Story.Hospital.RequestDataAsync(With(honest, Flip(honest.Presentation))),
        ];

        var answers = await AllAsync(classes);
        await city.QuietAsync();
        var before = Size;
        var again = await AllAsync(classes);
        await city.QuietAsync();

        answers.Concat(again).Should().OnlyContain(a => a.Reason == "RECEIPT_NOT_ACCEPTED");
        answers.Concat(again).Select(a => Convert.ToHexString(a.WithoutRequestId())).Distinct().Should().ContainSingle();
        Size.Should().Be(before, "whatever was tried, trying it again within the hour adds no leaf that anybody could count");
    }

    [Fact]
    [Trait("Rule", "5")]
    public async Task To_its_own_recipient_an_erased_consent_answers_as_withdrawn() =>
        (await Story.Hospital.RequestDataAsync(await ErasedAsync())).Reason.Should().Be("CONSENT_WITHDRAWN");

    [Fact]
    [Trait("Rule", "4")]
    [Trait("Feature", "D5")]
    public async Task A_stale_proof_is_told_as_such()
    {
        var request = await Story.Hospital.PrepareAsync(Story.Consent.GrantId, Story.Receipt, ["name"], at: DateTimeOffset.UtcNow.AddSeconds(-70));

        (await Story.Hospital.RequestDataAsync(request)).Reason.Should().Be("CALL_PROOF_STALE");
    }

    [Fact]
    [Trait("Rule", "4")]
    public async Task A_call_that_was_changed_after_signing_is_refused()
    {
        var request = await Story.PrepareAsync("name");
        request.Call = new DisclosureCall { GrantId = Story.Consent.GrantId, Fields = { "name", "address" } }.ToByteString();

        (await Story.Hospital.RequestDataAsync(request)).Reason.Should().Be("CALL_PROOF_MISMATCHED");
    }

    [Fact]
    [Trait("Rule", "4")]
    public async Task The_same_jti_with_other_bytes_is_a_replay()
    {
        var request = await Story.PrepareAsync("name");
        await Story.Hospital.RequestDataAsync(request);
        var other = await Story.PrepareAsync("name");
        request.SealedShare = other.SealedShare;

        (await Story.Hospital.RequestDataAsync(request)).Reason.Should().Be("CALL_REPLAYED");
    }

    [Fact]
    [Trait("Rule", "8")]
    [Trait("Feature", "D11")]
    public async Task A_field_outside_the_dataset_is_refused()
    {
        (await Story.Hospital.RequestDataAsync(await Story.PrepareAsync("name", "my_number"))).Reason.Should().Be("FIELDS_NOT_GRANTED");
    }

    [Fact]
    [Trait("Feature", "D9")]
    public async Task A_batch_answers_each_item_on_its_own()
    {
        const string path = "/pds.v1.DisclosureService/RequestDataBatch";
        var good = await Story.Hospital.PrepareAsync(Story.Consent.GrantId, Story.Receipt, ["name"], path);
        var batch = new RequestDataBatchRequest { Items = { good, With(good, "x") } };

        var answer = await Story.Hospital.AskAsync(path, batch);

        answer.Code.Should().Be(0);
        var items = answer.Messages.Select(RequestDataBatchResponse.Parser.ParseFrom).OrderBy(i => i.Item).ToList();
        items.Should().HaveCount(2);
        items[0].Data.Should().NotBeNull();
        items[1].Refusal.Reason.Should().Be("RECEIPT_NOT_ACCEPTED");
    }

    [Fact]
    [Trait("Feature", "D9")]
    [Trait("Feature", "C10")]
    public async Task A_refused_item_says_what_a_single_call_would_say()
    {
        const string path = "/pds.v1.DisclosureService/RequestDataBatch";
        var once = await city.City.NewResidentWithRecordAsync("見本 四郎");
        var item = await Story.Hospital.AskConsentAsync(await once.ReferenceForAsync(Story.Hospital), Story.Purpose);
        await once.GrantAsync(item, new Protocol.V1.Narrowing { Frequency = new Frequency { Calls = 1, Period = FrequencyPeriod.Day } });
        var receipt = await Story.Hospital.ReceiptAsync(item.GrantId);
        Task<RequestDataRequest> PrepareAsync(string field) => Story.Hospital.PrepareAsync(item.GrantId, receipt, [field], path);
        await Story.Hospital.AskAsync(path, new RequestDataBatchRequest { Items = { await PrepareAsync("name") } });

        var answer = await Story.Hospital.AskAsync(
            path, new RequestDataBatchRequest { Items = { await PrepareAsync("name"), await PrepareAsync("my_number") } });

        var refusals = answer.Messages.Select(RequestDataBatchResponse.Parser.ParseFrom).OrderBy(one => one.Item).Select(one => one.Refusal).ToList();
        refusals.Select(refusal => refusal.Reason).Should().Equal("CALL_FREQUENCY_EXCEEDED", "FIELDS_NOT_GRANTED");
        refusals[0].RetryDelay.ToTimeSpan().Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThanOrEqualTo(TimeSpan.FromDays(1));
        refusals[0].Field.Should().BeEmpty();
        refusals[1].RetryDelay.Should().BeNull();
        refusals[1].Field.Should().Be("my_number");
    }

    private long Size => city.City.Server.Roles.Recorder.Latest.Size;

    private static async Task<List<Answer>> AllAsync(IEnumerable<Func<Task<Answer>>> classes)
    {
        var answers = new List<Answer>();
        foreach (var ask in classes)
        {
            answers.Add(await ask());
        }

        return answers;
    }

    // A live receipt and an honest call of the hospital's under it, and then its resident has everything erased.
    private async Task<RequestDataRequest> ErasedAsync()
    {
        var gone = await city.City.NewResidentAsync();
        var item = await Story.Hospital.AskConsentAsync(await gone.ReferenceForAsync(Story.Hospital), Story.Purpose);
        await gone.GrantAsync(item);
        var request = await Story.Hospital.PrepareAsync(item.GrantId, await Story.Hospital.ReceiptAsync(item.GrantId), ["name"]);
        await gone.EraseAsync();
        return request;
    }

    private static RequestDataRequest With(RequestDataRequest request, string presentation)
    {
        var copy = request.Clone();
        copy.Presentation = presentation;
        return copy;
    }

    private static string Flip(string presentation)
    {
        var at = presentation.IndexOf('.', StringComparison.Ordinal) + 20;
        return string.Concat(presentation.AsSpan(0, at), presentation[at] == 'A' ? "B" : "A", presentation.AsSpan(at + 1));
    }

    // Perfect in form, bound to the caller, signed by nobody the city knows.
    private async Task<string> ForgedAsync()
    {
        await using var elsewhere = await City.StartAsync();
        var story = await Story.PlayAsync(elsewhere);
        return (await story.PrepareAsync("name")).Presentation;
    }
}
