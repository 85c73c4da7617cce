using Google.Rpc;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>What the notice check and the review facts say over the wire.</summary>
public sealed class NoticeFacts
{
    private const string Propose = "/pds.v1.CatalogService/ProposePurpose";

    [Fact]
    [Trait("Feature", "N17")]
    public async Task A_refused_notice_names_each_member_its_rule_and_what_to_change()
    {
        await using var city = await City.StartAsync();
        var hospital = await city.EnrollNamedAsync("むつ総合病院");
        var bad = Desk("今すぐ使います。一括で使います。");

        var refused = await hospital.AskAsync(Propose, new ProposePurposeRequest { Purpose = bad, RequestId = Actor.NewRequestId() });

        refused.Reason.Should().Be("NOTICE_NOT_ACCEPTED");
        var violations = refused.Status.GetDetail<BadRequest>().FieldViolations;
        violations.Select(v => (v.Field, v.Reason)).Should().BeEquivalentTo([("text_ja", "PRESSURE"), ("text_ja", "BUNDLED"), ("text_ja", "HARD_WORD")]);
        violations.Should().AllSatisfy(v => v.Description.Should().EndWith("。"));
        (await city.Anybody.AskAsync("/pds.v1.CatalogService/GetPurpose", new GetPurposeRequest { Code = bad.Code, Version = 1 })).Reason.Should().Be("NOT_FOUND");
    }

    [Fact]
    [Trait("Feature", "N17")]
    public async Task Anybody_may_have_a_draft_read_and_nothing_of_it_stays()
    {
        await using var city = await City.StartAsync();
        var size = city.Server.Roles.Recorder.Latest.Size;

        var read = await city.Anybody.CallAsync<ReadNoticeResponse>("/pds.v1.CatalogService/ReadNotice", new ReadNoticeRequest
        {
            Dataset = "basic-four@1", RequiredFields = { "name" }, NameJa = "受付", TextJa = "お得です。", BenefitJa = "受付が早くなります。", RefusalConsequenceJa = "",
        });

        read.Findings.Select(f => (f.Place, f.Code, f.Error)).Should().BeEquivalentTo([("text_ja", "PRESSURE", true), ("refusal_consequence_ja", "REFUSAL_MISSING", true)]);
        city.Server.Roles.Recorder.Latest.Size.Should().Be(size);
        (await city.Anybody.AskAsync("/pds.v1.CatalogService/ReadNotice", new ReadNoticeRequest { Dataset = "never-existed@1" })).Reason.Should().Be("NOT_FOUND");
        (await city.Anybody.AskAsync("/pds.v1.CatalogService/ReadNotice", new ReadNoticeRequest { Dataset = "x" })).Reason.Should().Be("INVALID_ARGUMENT");
    }

    [Fact]
    [Trait("Feature", "Q12")]
    [Trait("Feature", "N9")]
    public async Task The_board_is_told_the_controls_not_met_what_the_change_is_and_what_depends_on_it()
    {
        await using var city = await City.StartAsync();
        var story = await Story.PlayAsync(city);
        var board = await city.EnrollNamedAsync("むつ市 データ利用審査会");
        var narrower = (await city.Anybody.CallAsync<Purpose>("/pds.v1.CatalogService/GetPurpose", new GetPurposeRequest { Code = "hospital-registration", Version = 1 })).Clone();
        (narrower.Version, narrower.Recipient, narrower.State, narrower.Review, narrower.Etag) = (2, "", PurposeState.Unspecified, null, "");
        narrower.OptionalFields.Remove("sex");
        await story.Hospital.CallAsync<Purpose>(Propose, new ProposePurposeRequest { Purpose = narrower, RequestId = Actor.NewRequestId() });

        var first = await FactsAsync(board, 1);
        var second = await FactsAsync(board, 2);

        (first.Change, first.Dependents, first.Findings.Count, first.ControlsNotMet.Count).Should().Be((PurposeChange.Unspecified, 1, 0, 0));
        (second.Change, second.Dependents).Should().Be((PurposeChange.Narrowing, 0));
        (await story.Hospital.AskAsync("/pds.v1.CatalogService/GetReviewFacts", new GetReviewFactsRequest { Code = "hospital-registration", Version = 1 })).Reason
            .Should().Be("PERMISSION_DENIED");
    }

    private static Task<ReviewFacts> FactsAsync(Actor who, int version) => who.CallAsync<ReviewFacts>(
        "/pds.v1.CatalogService/GetReviewFacts", new GetReviewFactsRequest { Code = "hospital-registration", Version = version });

    private static Purpose Desk(string text) => new()
    {
        Code = "hospital-front-desk",
        Version = 1,
        Dataset = "basic-four@1",
        RequiredFields = { "name" },
        NameJa = "受付の名前の確認",
        TextJa = text,
        BenefitJa = "受付が早くなります。",
        RefusalConsequenceJa = "紙に書きます。診察は同じように受けられます。",
        LawfulBasis = "consent",
        DpvCode = "dpv:ServiceProvision",
        Ceilings = new Ceilings { ValidityDays = 30, Frequency = new Frequency { Calls = 1, Period = FrequencyPeriod.Day }, RetentionDays = 1, Mode = UseMode.Store },
        ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddYears(1)),
    };
}
