using Pds.Client;
using Pds.Protocol.V1;
using Quickstart;

namespace ResidentPages;

/// <summary>
/// Eighteen months of 見本 花子, played through the same calls that everybody makes: she allows and says no, some use it month by month, one ends by
/// itself and is asked for again, one asks once too often, one is stopped, one is paused; and today new requests wait for her. What the pages then
/// show is what was recorded.
/// </summary>
internal sealed class SampleLife(SampleCity city)
{
    /// <summary>How far back it begins: eighteen months.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(548);

    private readonly DateTimeOffset _start = city.Clock.GetUtcNow();
    private PdsClient _hospital = null!;
    private PdsClient _shops = null!;
    private PdsClient _disaster = null!;
    private PdsClient _planning = null!;
    private PdsClient _water = null!;

    /// <summary>The hospital, enrolled when the life was played.</summary>
    public PdsClient Hospital => _hospital;

    /// <summary>Plays it and returns the code of the letter of one who has not been here yet.</summary>
    /// <param name="told">Told what part of it is played, 0 to 1.</param>
    public async Task<string> PlayAsync(Action<double> told)
    {
        (_hospital, _shops, _water) = (await city.EnrollAsync("むつ総合病院"), await city.EnrollAsync("むつ商店会"), await city.EnrollAsync("しもきた水道"));
        (_disaster, _planning) = (await city.EnrollAsync("むつ市 防災課"), await city.EnrollAsync("むつ市 企画課"));
        await city.AddStaffAsync();
        await WriteAsync(await city.VisitAsync("hanako"));
        var agenda = new List<(int Day, Func<Task> Act)>();
        PlanHospital(agenda);
        PlanShop(agenda);
        PlanWater(agenda);
        PlanCity(agenda);
        foreach (var (day, act) in agenda.OrderBy(entry => entry.Day))
        {
            told(day / Span.TotalDays);
            await city.MoveToAsync(_start.AddDays(day).AddHours(3));
            await act();
        }

        await city.MoveToAsync(DateTimeOffset.UtcNow);
        city.Clock.RunOn();
        await AskTodayAsync();
        await PlayTomeAsync();
        told(1);
        return (await city.Steward.Steward.CreateResidentAsync()).DeviceCode;
    }

    // Registered for a year, asked again when that was over; booked with from then on.
    private void PlanHospital(List<(int Day, Func<Task> Act)> agenda)
    {
        var registration = "";
        string[] shown = ["name", "birth_date"];
        agenda.Add((2, async () => registration = await AllowAsync("hanako", _hospital, "hospital-registration@1")));
        Use(agenda, _hospital, () => registration, shown, 6, 9, 33, 34, 61, 75, 90, 118, 119, 146, 160, 181, 209, 210, 236, 265, 266, 290, 318, 344, 360);
        agenda.Add((370, () => TryAsync(_hospital, registration, shown)));
        agenda.Add((373, async () => registration = await AllowAsync("hanako", _hospital, "hospital-registration@1")));
        Use(agenda, _hospital, () => registration, shown, 374, 401, 402, 430, 431, 458, 459, 487, 515, 516, 530, 541, 545);

        var booking = "";
        agenda.Add((380, async () => booking = await AllowAsync("hanako", _hospital, "hospital-booking@1")));
        Use(agenda, _hospital, () => booking, ["status", "start"], 381, 399, 428, 456, 485, 513, 528, 539, 546);
    }

    // A coupon on her birthday; asked for twice in one month, and stopped.
    private void PlanShop(List<(int Day, Func<Task> Act)> agenda)
    {
        var birthday = "";
        string[] shown = ["birth_date"];
        agenda.Add((20, async () => birthday = await AllowAsync("hanako", _shops, "shop-birthday@1")));
        Use(agenda, _shops, () => birthday, shown, 30, 62, 95, 127);
        agenda.Add((128, () => TryAsync(_shops, birthday, shown)));
        agenda.Add((150, async () => await (await city.SignInAsync("hanako")).WithdrawAsync(birthday)));
        agenda.Add((152, () => TryAsync(_shops, birthday, shown)));
    }

    // Half a year, and one try too late. Taro moved once.
    private void PlanWater(List<(int Day, Func<Task> Act)> agenda)
    {
        var (contract, moving) = ("", "");
        string[] shown = ["kind", "contract_number", "supply_address"];
        agenda.Add((40, async () => contract = await AllowAsync("hanako", _water, "water-contract@1")));
        Use(agenda, _water, () => contract, shown, 45, 76, 106, 137, 167, 198);
        agenda.Add((230, () => TryAsync(_water, contract, shown)));
        agenda.Add((470, async () => await WriteTaroAsync(await city.VisitAsync("taro"))));
        agenda.Add((472, async () => moving = await AllowAsync("taro", _water, "water-moving@1")));
        Use(agenda, _water, () => moving, ["name", "address"], 473);
    }

    // Statistics each quarter; the list for disasters, which she paused this autumn; and one request she said no to.
    private void PlanCity(List<(int Day, Func<Task> Act)> agenda)
    {
        var (survey, visit) = ("", "");
        agenda.Add((185, async () => survey = await AllowAsync("hanako", _planning, "wellbeing-statistics@1")));
        Use(agenda, _planning, () => survey, ["answered_on", "age_band", "district", "happiness"], 190, 281, 372, 463, 535);
        agenda.Add((200, async () => visit = await AllowAsync("hanako", _disaster, "disaster-visit@1")));
        Use(agenda, _disaster, () => visit, ["name", "address"], 260, 330, 415, 500);
        agenda.Add((300, () => DeclineAsync("hanako", _hospital, "hospital-history@1")));
        agenda.Add((520, async () => await PauseAsync("hanako", visit)));
        agenda.Add((525, () => TryAsync(_disaster, visit, "name", "address")));
    }

    private async Task AskTodayAsync()
    {
        var hanako = await city.SignInAsync("hanako");
        await _hospital.RequestConsentAsync(await hanako.IssueReferenceAsync(_hospital.OrganizationId), ["hospital-history@1", "hospital-emergency@1"]);
        await _disaster.RequestConsentAsync(await hanako.IssueReferenceAsync(_disaster.OrganizationId), ["disaster-contact@1"]);
    }

    // She said yes at home with her grandson beside her, and comes by her letter alone since: one consent to look at, one request to say no to.
    private async Task PlayTomeAsync()
    {
        var tome = await city.VisitAsync("tome");
        await city.Steward.WriteRecordAsync(SampleRecords.BasicFour(
            await tome.IssueReferenceAsync(city.Steward.OrganizationId), "見本 トメ", "ミホン トメ", "青森県むつ市見本町4丁目5番6号", new DateOnly(1938, 6, 9), "女"));
        await AllowAsync("tome", _hospital, "hospital-registration@1");
        await _disaster.RequestConsentAsync(await tome.IssueReferenceAsync(_disaster.OrganizationId), ["disaster-contact@1"]);
    }

    private static void Use(List<(int Day, Func<Task> Act)> agenda, PdsClient recipient, Func<string> grant, string[] fields, params int[] days) =>
        agenda.AddRange(days.Select(day => (day, (Func<Task>)(() => recipient.RequestDataAsync(new DataRequest(grant(), fields))))));

    private async Task WriteAsync(ResidentSession hanako)
    {
        var toCity = await hanako.IssueReferenceAsync(city.Steward.OrganizationId);
        var toHospital = await hanako.IssueReferenceAsync(_hospital.OrganizationId);
        await city.Steward.WriteRecordAsync(SampleRecords.BasicFour(
            toCity, "見本 花子", "ミホン ハナコ", "青森県むつ市見本町1丁目2番3号", new DateOnly(1944, 3, 3), "女"));
        await city.Steward.WriteRecordAsync(SampleRecords.EmergencyContact(toCity));
        await _hospital.WriteRecordAsync(SampleRecords.Appointment(toHospital));
        await _hospital.WriteRecordAsync(SampleRecords.Condition(toHospital));
        await _water.WriteRecordAsync(SampleRecords.WaterContract(await hanako.IssueReferenceAsync(_water.OrganizationId)));
        await _planning.WriteRecordAsync(SampleRecords.Survey(await hanako.IssueReferenceAsync(_planning.OrganizationId), "80代以上", "大畑", 7));
    }

    private async Task WriteTaroAsync(ResidentSession taro) => await city.Steward.WriteRecordAsync(SampleRecords.BasicFour(
        await taro.IssueReferenceAsync(city.Steward.OrganizationId), "見本 太郎", "ミホン タロウ", "青森県むつ市見本町4丁目5番6号", new DateOnly(1985, 7, 20), "男"));

    /// <summary>A recipient asks for one purpose, a person says yes, and the recipient fetches the receipt; returns the consent's id.</summary>
    public async Task<string> AllowAsync(string person, PdsClient recipient, string purpose)
    {
        var (session, item) = await AskedAsync(person, recipient, purpose);
        var shown = await session.ShowDocumentAsync(item);
        var sitting = session.SittingOf([shown]);
        var given = (await session.GrantAsync([shown], sitting.WithIdToken(await PressedCard.IdTokenAsync(city.Web, city.Keys, person, sitting.Challenge)))).Single();
        if (given.Refused is { } refused)
        {
            throw refused;
        }

        await recipient.FetchReceiptAsync(item.GrantId);
        return item.GrantId;
    }

    private async Task DeclineAsync(string person, PdsClient recipient, string purpose)
    {
        var (session, item) = await AskedAsync(person, recipient, purpose);
        await session.DeclineAsync(item);
    }

    private async Task PauseAsync(string person, string grant)
    {
        var session = await city.SignInAsync(person);
        await session.PauseAsync(await session.ListConsentsAsync().SingleAsync(one => one.GrantId == grant));
    }

    private async Task<(ResidentSession Session, Consent Item)> AskedAsync(string person, PdsClient recipient, string purpose)
    {
        var session = await city.SignInAsync(person);
        var asked = await recipient.RequestConsentAsync(await session.IssueReferenceAsync(recipient.OrganizationId), [purpose]);
        var request = await session.ListRequestsAsync().SingleAsync(one => one.ConsentRequestId == asked.ConsentRequestId);
        return (session, request.Items[0]);
    }

    private static async Task TryAsync(PdsClient recipient, string grant, params string[] fields)
    {
        try
        {
            await recipient.RequestDataAsync(new DataRequest(grant, fields));
        }
        catch (PdsException)
        {
            // Refused, as it should be: that is the line she will see.
        }
    }
}
