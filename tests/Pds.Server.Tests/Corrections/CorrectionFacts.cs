using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Corrections;

/// <summary>「ここが違う」 as a tracked case: asked by the resident, answered by whoever wrote the record, told to whoever had received it.</summary>
[Collection(nameof(CityFixture))]
[Trait("Feature", "V10")]
public sealed class CorrectionFacts(CityFixture fixture)
{
    private const string Ask = "/pds.v1.CorrectionService/AskCorrection";
    private const string List = "/pds.v1.CorrectionService/ListCorrections";
    private const string Decide = "/pds.v1.CorrectionService/DecideCorrection";
    private const string Told = "/pds.v1.CorrectionService/ListCorrectedRecords";
    private const string Words = "番地が違います。正しくは 9番地です。";

    private City City => fixture.City;

    private TestOrganization Source => fixture.City.Steward;

    [Fact]
    public async Task She_asks_the_source_corrects_and_whoever_had_received_it_is_told_pairwise()
    {
        var (her, reference, record) = await WithRecordAsync();
        var (hospital, water) = (fixture.Story.Hospital, fixture.Water);
        await UseAsync(her, hospital, "hospital-registration@1", "address");
        await UseAsync(her, water, "water-moving@1", "name");

        var asked = (await AskAsync(her, record, "address")).Read<Correction>();
        (asked.DueTime.ToDateTimeOffset() - asked.AskTime.ToDateTimeOffset()).Should().Be(TimeSpan.FromDays(14));
        (await HersAsync(her)).ReceivedBy.Should().Equal([hospital.Id], "the other one received the name alone");

        var atSource = (await Source.CallAsync<ListCorrectionsResponse>(List, new ListCorrectionsRequest { PageSize = 500 })).Corrections.Single(one => one.CorrectionId == asked.CorrectionId);
        (atSource.StatementJa, atSource.ResidentRef, atSource.RecordId, atSource.Field).Should().Be((Words, reference, record, "address"));
        atSource.ReceivedBy.Should().BeEmpty("who received it is not the source's business");
        (await DecideAsync(asked.CorrectionId, CorrectionState.Corrected, "")).Reason.Should().Be("MOVE_NOT_ALLOWED", "nothing new was written yet");

        await WriteAsync(reference, "青森県むつ市見本町9番地", record);
        (await DecideAsync(asked.CorrectionId, CorrectionState.Corrected, "直しました。")).Reason.Should().Be("OK");

        var hers = await HersAsync(her);
        (hers.State, hers.ReasonJa, hers.CorrectedVersion).Should().Be((CorrectionState.Corrected, "直しました。", 2));
        var told = (await hospital.CallAsync<ListCorrectedRecordsResponse>(Told, new ListCorrectedRecordsRequest { PageSize = 500 })).CorrectedRecords
            .Single(one => one.ResidentRef == asked.CorrectionId || one.Dataset == Story.Dataset && one.CorrectTime == hers.DecideTime);
        told.ResidentRef.Should().Be(await her.ReferenceForAsync(hospital));
        told.CorrectedRecordId.Should().NotBe(asked.CorrectionId, "two recipients cannot compare ids");
        told.ToString().Should().NotContain(her.ResidentId).And.NotContain(record).And.NotContain("番地").And.NotContain("address");
        (await water.CallAsync<ListCorrectedRecordsResponse>(Told, new ListCorrectedRecordsRequest { PageSize = 500 })).CorrectedRecords
            .Should().NotContain(one => one.CorrectTime == hers.DecideTime);
    }

    [Fact]
    public async Task Both_acts_stand_in_her_history_with_digests_and_without_words()
    {
        var (her, _, record) = await WithRecordAsync();
        var asked = (await AskAsync(her, record, "address")).Read<Correction>();
        (await DecideAsync(asked.CorrectionId, CorrectionState.Refused, "届け出のとおりです。")).Reason.Should().Be("OK");

        _ = ResidentId.TryParse(her.ResidentId, out var resident);
        var entries = await City.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(resident), -1, 1000, new Reader.Owner(), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        var first = entries.Select(entry => entry.Entry).OfType<CorrectionAsked>().Single();
        first.StatementSha256.Should().Equal(Sha256.Hash(CanonicalJson.Serialize(new JsonObject
        {
            ["v"] = 1, ["words"] = Words, ["salt"] = Base64Url.Encode((await HersAsync(her)).StatementSalt.Span),
        })));
        entries.Select(entry => entry.Entry).OfType<CorrectionDecided>().Single().Outcome.Should().Be("refused");
        entries.Should().NotContain(entry => System.Text.Encoding.UTF8.GetString(entry.Body).Contains("番地", StringComparison.Ordinal));
        var hers = await HersAsync(her);
        (hers.State, hers.ReasonJa).Should().Be((CorrectionState.Refused, "届け出のとおりです。"));
        (await DecideAsync(asked.CorrectionId, CorrectionState.Refused, "もう一度")).Reason.Should().Be("MOVE_NOT_ALLOWED");
    }

    [Fact]
    public async Task One_open_case_for_a_field_and_another_after_its_answer()
    {
        var (her, _, record) = await WithRecordAsync();
        var request = new AskCorrectionRequest { RecordId = record, Field = "address", StatementJa = Words, RequestId = Actor.NewRequestId() };
        var first = (await her.AskAsync(Ask, request)).Read<Correction>();

        (await her.AskAsync(Ask, request)).Read<Correction>().CorrectionId.Should().Be(first.CorrectionId, "twice is once");
        (await AskAsync(her, record, "address")).Reason.Should().Be("CORRECTION_OPEN");
        (await AskAsync(her, record, "name")).Reason.Should().Be("OK");
        (await DecideAsync(first.CorrectionId, CorrectionState.Refused, "いいえ")).Reason.Should().Be("OK");
        (await AskAsync(her, record, "address")).Reason.Should().Be("OK");
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public async Task Anothers_record_and_case_look_like_none()
    {
        var (her, _, record) = await WithRecordAsync();
        var asked = (await AskAsync(her, record, "address")).Read<Correction>();

        var anothers = await AskAsync(fixture.Taro, record, "address");
        var never = await AskAsync(fixture.Taro, RecordId.New().ToString(), "address");
        anothers.Reason.Should().Be("NOT_FOUND");
        anothers.WithoutRequestId().Should().Equal(never.WithoutRequestId());
        (await AskAsync(her, record, "no_such_field")).Reason.Should().Be("NOT_FOUND");
        (await fixture.Taro.CallAsync<ListCorrectionsResponse>(List, new ListCorrectionsRequest())).Corrections.Should().BeEmpty();

        var foreign = await fixture.Story.Hospital.AskAsync(Decide, Deciding(asked.CorrectionId));
        var none = await fixture.Story.Hospital.AskAsync(Decide, Deciding(CorrectionId.New().ToString()));
        foreign.Reason.Should().Be("NOT_FOUND");
        foreign.WithoutRequestId().Should().Equal(none.WithoutRequestId());
        (await fixture.Story.Hospital.CallAsync<ListCorrectionsResponse>(List, new ListCorrectionsRequest { PageSize = 500 })).Corrections
            .Should().NotContain(one => one.CorrectionId == asked.CorrectionId);
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task Words_out_of_bounds_are_refused_and_say_where()
    {
        var (her, _, record) = await WithRecordAsync();

        foreach (var words in new[] { "", new string('あ', 401), "a\u0000b", "a\u001bb" })
        {
            (await her.AskAsync(Ask, new AskCorrectionRequest { RecordId = record, Field = "address", StatementJa = words, RequestId = Actor.NewRequestId() }))
                .Reason.Should().Be("INVALID_ARGUMENT");
        }

        (await DecideAsync(CorrectionId.New().ToString(), CorrectionState.Refused, "")).Reason.Should().Be("INVALID_ARGUMENT", "a refusal needs a reason");
        (await DecideAsync(CorrectionId.New().ToString(), CorrectionState.Open, "x")).Reason.Should().Be("INVALID_ARGUMENT");
        (await AskAsync(her, record, "address")).Reason.Should().Be("OK", "nothing of the above was counted");
    }

    [Fact]
    [Trait("Invariant", "I-37")]
    public async Task Words_rest_sealed_under_her_keys_and_go_with_her()
    {
        var (her, _, record) = await WithRecordAsync();
        var asked = (await AskAsync(her, record, "address")).Read<Correction>();
        _ = CorrectionId.TryParse(asked.CorrectionId, out var id);
        var row = await City.Server.Roles.Recorder.Rows.FindAsync(RowOf(id), TestContext.Current.CancellationToken);
        System.Text.Encoding.UTF8.GetString(row!.Body.Span).Should().NotContain("番地", "even opened, the row holds ciphertext");

        await her.EraseAsync();

        (await City.Server.Roles.Recorder.Rows.FindAsync(RowOf(id), TestContext.Current.CancellationToken)).Should().BeNull();
        (await Source.CallAsync<ListCorrectionsResponse>(List, new ListCorrectionsRequest { PageSize = 500 })).Corrections.Should().NotContain(one => one.CorrectionId == asked.CorrectionId);
    }

    private static RowKey RowOf(CorrectionId id) => new(Table.Corrections, id.ToString());

    private async Task<(TestResident Her, string Reference, string Record)> WithRecordAsync()
    {
        var her = await City.NewResidentAsync();
        var reference = await her.ReferenceForAsync(Source);
        return (her, reference, await WriteAsync(reference, "青森県むつ市見本町1丁目2番3号", null));
    }

    private async Task<string> WriteAsync(string reference, string address, string? record)
    {
        var fields = new Dictionary<string, JsonNode?> { ["name"] = "見本 花子", ["address"] = address, ["birth_date"] = "1958-03-03", ["sex"] = "女" };
        return (await Source.CallAsync<WriteRecordResponse>("/pds.v1.VaultService/WriteRecord", new WriteRecordRequest
        {
            ResidentRef = reference,
            Dataset = Story.Dataset,
            RecordId = record ?? "",
            SourceRecord = SourceRecord.Issue(Source.Key, [Source.Certificate], new SourceRecordContent
            {
                Issuer = Source.Id, Dataset = Story.Dataset, IssuedAt = DateTimeOffset.UtcNow, Fields = fields,
            }),
            RequestId = Actor.NewRequestId(),
        })).RecordId;
    }

    private static async Task UseAsync(TestResident her, TestOrganization recipient, string purpose, string field)
    {
        var item = await recipient.AskConsentAsync(await her.ReferenceForAsync(recipient), purpose);
        await her.GrantAsync(item);
        (await recipient.RequestDataAsync(await recipient.PrepareAsync(item.GrantId, await recipient.ReceiptAsync(item.GrantId), [field]))).Reason.Should().Be("OK");
    }

    private static Task<Answer> AskAsync(TestResident her, string record, string field) =>
        her.AskAsync(Ask, new AskCorrectionRequest { RecordId = record, Field = field, StatementJa = Words, RequestId = Actor.NewRequestId() });

    private Task<Answer> DecideAsync(string correction, CorrectionState outcome, string reason) =>
        Source.AskAsync(Decide, new DecideCorrectionRequest { CorrectionId = correction, Outcome = outcome, ReasonJa = reason, RequestId = Actor.NewRequestId() });

    private static DecideCorrectionRequest Deciding(string correction) =>
        new() { CorrectionId = correction, Outcome = CorrectionState.Refused, ReasonJa = "x", RequestId = "aaaaaaaaaaaaaaaaaaaaaa" + correction[^4..] };

    private static async Task<Correction> HersAsync(TestResident her) =>
        (await her.CallAsync<ListCorrectionsResponse>(List, new ListCorrectionsRequest())).Corrections.Single();
}
