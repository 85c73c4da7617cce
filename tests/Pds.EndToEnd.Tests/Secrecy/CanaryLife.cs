using Google.Protobuf;
using Pds.Client;
using Pds.Protocol.V1;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>A whole life of records and consents made of values that must appear nowhere, and the ears of everybody who has no right to them.</summary>
internal sealed class CanaryLife(RunningCity city)
{
    private const string Stranger = "しもきた水道";

    private readonly List<string> _heard = [];

    /// <summary>A person's values.</summary>
    public static IReadOnlyList<Canary> Values { get; } =
    [
        new("name", "見本 蜃気楼子"),
        new("name in kana", "ミホン シンキロウコ"),
        new("address", "青森県むつ市幻町9丁目8番7号 蜃気楼荘301"),
        new("birth date", "1957-11-29"),
        new("contact's name", "見本 蜃気楼太郎"),
        new("telephone", "090-0000-7319"),
        new("note", "夕方に蜃気楼が見えたら電話してください"),
        new("diagnosis", "カナリア型蜃気楼症候群"),
        new("contract number", "0175-991-731988"),
        new("survey comment", "蜃気楼を見に行くバスがあると助かります"),
        new("bad value", "これは電話番号ではない蜃気楼です"),
    ];

    /// <summary>Who is who and who may what: ids that no file of the server may hold together or alone.</summary>
    public IReadOnlyList<Canary> Relations { get; private set; } = [];

    /// <summary>Everything said to those who had no right to the values: messages of refusals with what is inside them, and decoded replies.</summary>
    public byte[] Heard => System.Text.Encoding.UTF8.GetBytes(string.Join('\n', _heard));

    public int HeardCount => _heard.Count;

    public async Task LiveAsync()
    {
        var stranger = await city.City.EnrollOrganizationAsync(Stranger, OrganizationRole.Recipient, OrganizationRole.Source);
        var device = await city.City.EnrollResidentAsync();
        var references = new Dictionary<string, string>();
        foreach (var organization in (PdsClient[])[city.City.Steward, city.Recipient, stranger])
        {
            references[organization.OrganizationId] = await device.IssueReferenceAsync(organization.OrganizationId);
        }

        await WriteAsync(references, stranger);
        var asked = await city.Recipient.RequestConsentAsync(
            references[city.Recipient.OrganizationId], [RunningCity.Registration, "hospital-booking@1", "hospital-history@1"]);
        var granted = await AnswerAsync(device, asked);
        await UseAsync(device, granted, asked);
        await ListenAsync(stranger, granted, references[stranger.OrganizationId]);
        Relations =
        [
            Canary.OfId("resident", device.ResidentId),
            .. references.Select(pair => Canary.OfId("reference", pair.Value)),
            .. references.Select(pair => Canary.OfId("organisation", pair.Key)),
            .. asked.Items.Select(item => Canary.OfId("grant", item.GrantId)),
            Canary.OfId("consent request", asked.ConsentRequestId),
            new Canary("device", device.DeviceId),
        ];
    }

    private async Task WriteAsync(Dictionary<string, string> references, PdsClient stranger)
    {
        var (steward, hospital) = (city.City.Steward, city.Recipient);
        await steward.WriteRecordAsync(SampleRecords.BasicFour(
            references[steward.OrganizationId], "見本 蜃気楼子", "ミホン シンキロウコ", "青森県むつ市幻町9丁目8番7号 蜃気楼荘301", new DateOnly(1957, 11, 29), "女"));
        await steward.WriteRecordAsync(new RecordDraft(references[steward.OrganizationId], "emergency-contact@1")
            .With("contact_name", "見本 蜃気楼太郎").With("relation", "子").With("phone", "090-0000-7319").With("note", "夕方に蜃気楼が見えたら電話してください"));
        await hospital.WriteRecordAsync(new RecordDraft(references[hospital.OrganizationId], "fhir-condition@1") { DataDate = new DateOnly(2026, 10, 19) }
            .With("code", new System.Text.Json.Nodes.JsonObject { ["text"] = "カナリア型蜃気楼症候群" })
            .With("clinical_status", "active").With("verification_status", "confirmed").With("recorded_date", new DateOnly(2026, 10, 19)));
        await stranger.WriteRecordAsync(new RecordDraft(references[stranger.OrganizationId], "utility-contract@1") { DataDate = new DateOnly(2019, 4, 1) }
            .With("kind", "水道").With("supplier", "しもきた水道").With("contract_number", "0175-991-731988").With("holder_name", "見本 蜃気楼子")
            .With("supply_address", "青森県むつ市幻町9丁目8番7号 蜃気楼荘301").With("started_on", new DateOnly(2019, 4, 1))
            .With("monthly_usage", "14.5").With("payment_method", "口座振替"));
        await RefusedAsync(() => steward.WriteRecordAsync(new RecordDraft(references[steward.OrganizationId], "emergency-contact@1")
            .With("contact_name", "見本 蜃気楼太郎").With("relation", "子").With("phone", "これは電話番号ではない蜃気楼です")));
        await RefusedAsync(() => steward.WriteRecordAsync(new RecordDraft(references[steward.OrganizationId], "wellbeing-survey@1")
            .With("comment", "蜃気楼を見に行くバスがあると助かります").With("happiness", 99)));
    }

    private async Task<List<string>> AnswerAsync(ResidentDevice device, ConsentRequest asked)
    {
        var granted = new List<string>();
        foreach (var item in asked.Items)
        {
            var answer = await device.GrantAsync(await device.ShowDocumentAsync(item));
            await city.Recipient.FetchReceiptAsync(answer.Consent.GrantId);
            granted.Add(answer.Consent.GrantId);
        }

        return granted;
    }

    private async Task UseAsync(ResidentDevice device, List<string> granted, ConsentRequest asked)
    {
        var hospital = city.Recipient;
        (await hospital.RequestDataAsync(new DataRequest(granted[0], ["name", "name_kana", "address", "birth_date"]))).Records.Single()
            .Text("name").Should().Be("見本 蜃気楼子", "the values really are in the vault");
        var history = asked.Items.Single(item => item.Purpose == "hospital-history@1");
        (await hospital.RequestDataAsync(new DataRequest(history.GrantId, ["code"]))).Records.Single()
            .Fields["code"].GetRawText().Should().NotBeEmpty();
        await RefusedAsync(() => hospital.RequestDataAsync(new DataRequest(granted[0], ["phone"])));
        await device.WithdrawAsync(granted[0]);
        await RefusedAsync(() => hospital.RequestDataAsync(new DataRequest(granted[0], ["name"])));
        Hear(await hospital.ListUsesAsync().ToListAsync());
        Hear(await hospital.ListConsentsAsync().ToListAsync());
    }

    // The waterworks hold a certificate, a role and a reference of their own, and no consent.
    private async Task ListenAsync(PdsClient stranger, List<string> granted, string reference)
    {
        foreach (var grant in granted)
        {
            await RefusedAsync(() => stranger.FetchReceiptAsync(grant));
            await RefusedAsync(() => stranger.RequestDataAsync(new DataRequest(grant, ["name"])));
        }

        Hear(await stranger.RequestConsentAsync(reference, ["water-contract@1"]));
        Hear(await stranger.ListRequestsAsync().ToListAsync());
        Hear(await stranger.ListConsentsAsync().ToListAsync());
        Hear(await stranger.ListUsesAsync().ToListAsync());
        Hear(await stranger.ListPurposesAsync().ToListAsync());
        Hear(await city.City.Steward.Steward.ListOrganizationsAsync().ToListAsync());
        await RefusedAsync(() => city.City.Steward.ListConsentsAsync().ToListAsync().AsTask());
        await RefusedAsync(() => stranger.Steward.CreateResidentAsync());
    }

    private async Task RefusedAsync<T>(Func<Task<T>> call) => _heard.Add((await Refusal.OfAsync(call)).ToString());

    private void Hear(IEnumerable<IMessage> messages) => _heard.AddRange(messages.Select(message => message.ToString()!));

    private void Hear(IMessage message) => Hear([message]);
}
