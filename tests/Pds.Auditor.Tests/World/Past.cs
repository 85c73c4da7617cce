using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.World;

/// <summary>What happened in the city before the auditor came.</summary>
internal static class Past
{
    /// <summary>Plays it over the wire.</summary>
    public static async Task PlayAsync(Story story)
    {
        await UseAsync(story);
        await PauseAndResumeAsync(story);
        await UseAsync(story);
        await WithdrawAfterUseAsync(story);
        await DeclineAsync(story);
        await LeaveAnotherAloneAsync(story);
        await ReadUnderALawAsync(story);
    }

    /// <summary>Two residents have everything about them erased.</summary>
    public static async Task EraseAsync(Story story)
    {
        await EraseAsync(story, used: false);
        await EraseAsync(story, used: true);
    }

    private static async Task ReadUnderALawAsync(Story story)
    {
        var board = await story.City.EnrollNamedAsync("むつ市 データ利用審査会");
        var proposed = await story.City.Steward.CallAsync<ProposedLawfulReading>(
            "/pds.v1.DisclosureService/ProposeLawfulReading", story.City.LawfulReadingOf(story.Hanako));
        await board.CallAsync<ConfirmLawfulReadingResponse>("/pds.v1.DisclosureService/ConfirmLawfulReading", new ConfirmLawfulReadingRequest
        {
            LawfulReadingId = proposed.LawfulReadingId, RequestId = Actor.NewRequestId(),
        });
    }

    // Whose data nobody got is erased wholly; whose data left keeps her history for as long as a law asks.
    private static async Task EraseAsync(Story story, bool used)
    {
        var shiro = await story.City.NewResidentWithRecordAsync("見本 四郎");
        var item = await story.Hospital.AskConsentAsync(await shiro.ReferenceForAsync(story.Hospital), Story.Purpose);
        await shiro.GrantAsync(item);
        if (used)
        {
            var receipt = await story.Hospital.ReceiptAsync(item.GrantId);
            (await story.Hospital.RequestDataAsync(await story.Hospital.PrepareAsync(item.GrantId, receipt, ["name"]))).Read<RequestDataResponse>();
        }

        ((await shiro.EraseAsync()).HistoryExpireTime is null).Should().Be(!used);
    }

    private static async Task UseAsync(Story story) =>
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Read<RequestDataResponse>();

    private static async Task PauseAndResumeAsync(Story story)
    {
        var paused = await story.Hanako.CallAsync<ConsentActResponse>("/pds.v1.ConsentService/Pause", new PauseRequest
        {
            GrantId = story.Consent.GrantId, Etag = story.Consent.Etag, RequestId = Actor.NewRequestId(),
        });
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("CONSENT_PAUSED");
        await story.Hanako.CallAsync<ConsentActResponse>("/pds.v1.ConsentService/Resume", new ResumeRequest
        {
            GrantId = story.Consent.GrantId, Etag = paused.Consent.Etag, RequestId = Actor.NewRequestId(),
        });
    }

    private static async Task WithdrawAfterUseAsync(Story story)
    {
        var taro = await story.City.NewResidentAsync();
        var item = await story.Hospital.AskConsentAsync(await taro.ReferenceForAsync(story.Hospital), Story.Purpose);
        await story.City.Steward.WriteAsync(await taro.ReferenceForAsync(story.City.Steward), Story.Dataset, Record);
        await taro.GrantAsync(item);
        var receipt = await story.Hospital.ReceiptAsync(item.GrantId);
        (await story.Hospital.RequestDataAsync(await story.Hospital.PrepareAsync(item.GrantId, receipt, ["name"]))).Read<RequestDataResponse>();
        (await taro.WithdrawAsync(item.GrantId)).Reason.Should().Be("OK");
        (await story.Hospital.RequestDataAsync(await story.Hospital.PrepareAsync(item.GrantId, receipt, ["name"]))).Reason.Should().Be("CONSENT_WITHDRAWN");
    }

    private static async Task DeclineAsync(Story story)
    {
        var jiro = await story.City.NewResidentAsync();
        var item = await story.Hospital.AskConsentAsync(await jiro.ReferenceForAsync(story.Hospital), Story.Purpose);
        await jiro.CallAsync<DeclineResponse>("/pds.v1.ConsentService/Decline", new DeclineRequest
        {
            GrantId = item.GrantId, Etag = item.Etag, RequestId = Actor.NewRequestId(),
        });
    }

    private static async Task LeaveAnotherAloneAsync(Story story)
    {
        var saburo = await story.City.NewResidentAsync();
        await story.City.Steward.WriteAsync(await saburo.ReferenceForAsync(story.City.Steward), Story.Dataset, Record);
    }

    /// <summary>A record of the dataset, without a date.</summary>
    public static IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> Record => new Dictionary<string, System.Text.Json.Nodes.JsonNode?>
    {
        ["name"] = "見本 太郎",
        ["name_kana"] = "ミホン タロウ",
        ["postal_code"] = "035-8686",
        ["address"] = "青森県むつ市見本町1丁目2番3号",
        ["birth_date"] = "1960-01-01",
        ["sex"] = "男",
    };
}
