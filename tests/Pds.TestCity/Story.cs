using System.Text.Json.Nodes;
using Pds.Protocol.V1;

namespace Pds.TestCity;

/// <summary>見本 花子 with a record, and a hospital with a live consent to it: what most tests start from.</summary>
public sealed class Story
{
    /// <summary>The dataset of the record.</summary>
    public const string Dataset = "basic-four@1";

    /// <summary>The purpose consented to.</summary>
    public const string Purpose = "hospital-registration@1";

    private Story(City city, TestOrganization hospital, TestResident hanako, string reference, Protocol.V1.Consent consent, Receipt receipt) =>
        (City, Hospital, Hanako, Reference, Consent, Receipt) = (city, hospital, hanako, reference, consent, receipt);

    /// <summary>Where it happens.</summary>
    public City City { get; }

    /// <summary>The recipient.</summary>
    public TestOrganization Hospital { get; }

    /// <summary>The resident.</summary>
    public TestResident Hanako { get; }

    /// <summary>The hospital's reference of her.</summary>
    public string Reference { get; }

    /// <summary>The consent, ACTIVE.</summary>
    public Protocol.V1.Consent Consent { get; }

    /// <summary>Its receipt, recipient's copy.</summary>
    public Receipt Receipt { get; }

    /// <summary>Plays it up to the receipt.</summary>
    public static async Task<Story> PlayAsync(City city)
    {
        var hospital = await city.EnrollNamedAsync("むつ総合病院");
        var hanako = await city.NewResidentAsync();
        var written = await city.Steward.WriteAsync(await hanako.ReferenceForAsync(city.Steward), Dataset, new Dictionary<string, JsonNode?>
        {
            ["name"] = "見本 花子",
            ["name_kana"] = "ミホン ハナコ",
            ["postal_code"] = "035-8686",
            ["address"] = "青森県むつ市見本町1丁目2番3号",
            ["birth_date"] = "1958-03-03",
            ["sex"] = "女",
        });
        written.Read<WriteRecordResponse>();
        var reference = await hanako.ReferenceForAsync(hospital);
        var item = await hospital.AskConsentAsync(reference, Purpose);
        var given = await hanako.GrantAsync(item);
        return new Story(city, hospital, hanako, reference, given.Consent, await hospital.ReceiptAsync(item.GrantId));
    }

    /// <summary>An honest request for one field.</summary>
    public Task<RequestDataRequest> PrepareAsync(params string[] fields) =>
        Hospital.PrepareAsync(Consent.GrantId, Receipt, fields.Length == 0 ? ["name"] : fields);
}
