using Pds.Client;
using Pds.Protocol.V1;
using Quickstart;

namespace ResidentPages;

/// <summary>
/// Ten weeks of 見本 花子, played through the same calls that everybody makes: she allows, some use it, somebody asks once too often, she stops
/// one; and today two new requests wait for her. What the pages then show is what was recorded.
/// </summary>
internal sealed class SampleLife(SampleCity city)
{
    /// <summary>How far back it begins. A TLS certificate of the server made then is still valid now.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(70);

    private PdsClient _hospital = null!;
    private PdsClient _shops = null!;
    private PdsClient _disaster = null!;
    private PdsClient _planning = null!;

    /// <summary>Plays it and returns the code of the letter of one who has not been here yet.</summary>
    public async Task<string> PlayAsync()
    {
        (_hospital, _shops) = (await city.EnrollAsync("むつ総合病院"), await city.EnrollAsync("むつ商店会"));
        (_disaster, _planning) = (await city.EnrollAsync("むつ市 防災課"), await city.EnrollAsync("むつ市 企画課"));
        var hanako = await city.VisitAsync("hanako");
        await WriteAsync(hanako);
        var registration = await AllowAsync("hanako", _hospital, "hospital-registration@1");
        var birthday = await AllowAsync("hanako", _shops, "shop-birthday@1");
        await VisitHospitalAsync(registration, 6, 9, 20, 27, 33, 34);
        MoveTo(40);
        await UseAsync(_shops, birthday, "birth_date");
        await TryAsync(_shops, birthday, "birth_date");
        await (await city.SignInAsync("hanako")).WithdrawAsync(birthday);
        await TryAsync(_shops, birthday, "birth_date");
        var survey = await AllowAsync("hanako", _planning, "wellbeing-statistics@1");
        await VisitHospitalAsync(registration, 48, 55);
        MoveTo(58);
        await UseAsync(_planning, survey, "answered_on", "age_band", "district", "happiness");
        await VisitHospitalAsync(registration, 62, 66);

        city.Clock.Shift = TimeSpan.Zero;
        hanako = await city.SignInAsync("hanako");
        await _hospital.RequestConsentAsync(await hanako.IssueReferenceAsync(_hospital.OrganizationId), ["hospital-booking@1", "hospital-history@1", "hospital-emergency@1"]);
        await _disaster.RequestConsentAsync(await hanako.IssueReferenceAsync(_disaster.OrganizationId), ["disaster-contact@1"]);
        await city.VisitAsync("taro");
        return (await city.Steward.Steward.CreateResidentAsync()).DeviceCode;
    }

    private async Task VisitHospitalAsync(string registration, params int[] days)
    {
        foreach (var day in days)
        {
            MoveTo(day);
            await UseAsync(_hospital, registration, "name", "birth_date");
        }
    }

    // Only forwards: a server whose clock runs back refuses to record anything.
    private void MoveTo(int day) => city.Clock.Shift = TimeSpan.FromDays(day) - Span;

    private async Task WriteAsync(ResidentSession hanako)
    {
        var toCity = await hanako.IssueReferenceAsync(city.Steward.OrganizationId);
        var toHospital = await hanako.IssueReferenceAsync(_hospital.OrganizationId);
        await city.Steward.WriteRecordAsync(SampleRecords.BasicFour(
            toCity, "見本 花子", "ミホン ハナコ", "青森県むつ市見本町1丁目2番3号", new DateOnly(1944, 3, 3), "女"));
        await city.Steward.WriteRecordAsync(SampleRecords.EmergencyContact(toCity));
        await _hospital.WriteRecordAsync(SampleRecords.Appointment(toHospital));
        await _hospital.WriteRecordAsync(SampleRecords.Condition(toHospital));
        await _planning.WriteRecordAsync(SampleRecords.Survey(await hanako.IssueReferenceAsync(_planning.OrganizationId), "80代以上", "大畑", 7));
    }

    private async Task<string> AllowAsync(string person, PdsClient recipient, string purpose)
    {
        var session = await city.SignInAsync(person);
        var asked = await recipient.RequestConsentAsync(await session.IssueReferenceAsync(recipient.OrganizationId), [purpose]);
        var request = await session.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId);
        var shown = await session.ShowDocumentAsync(request.Items[0]);
        var sitting = session.SittingOf([shown]);
        var given = (await session.GrantAsync([shown], sitting.WithIdToken(await PressedCard.IdTokenAsync(city.Web, city.Keys, person, sitting.Challenge)))).Single();
        if (given.Refused is { } refused)
        {
            throw refused;
        }

        await recipient.FetchReceiptAsync(request.Items[0].GrantId);
        return request.Items[0].GrantId;
    }

    private static Task UseAsync(PdsClient recipient, string grant, params string[] fields) => recipient.RequestDataAsync(new DataRequest(grant, fields));

    private static async Task TryAsync(PdsClient recipient, string grant, params string[] fields)
    {
        try
        {
            await UseAsync(recipient, grant, fields);
        }
        catch (PdsException)
        {
            // Refused, as it should be: that is the line she will see.
        }
    }
}
