using System.Globalization;
using System.Text.Json.Nodes;
using Pds.Client;

namespace AuditPack;

/// <summary>Records as the sources of the city write them. The values are invented, their shapes are real.</summary>
internal static class Records
{
    /// <summary>基本4情報, by the city.</summary>
    public static RecordDraft Basic(string reference, Person person, string? replaces = null) =>
        new RecordDraft(reference, "basic-four@1") { RecordId = replaces }
            .With("name", person.Name)
            .With("name_kana", person.Kana)
            .With("postal_code", person.PostalCode)
            .With("address", person.Address)
            .With("birth_date", person.Born)
            .With("sex", person.Sex);

    /// <summary>緊急連絡先, by the city.</summary>
    public static RecordDraft Contact(string reference, Person person, Random random) =>
        new RecordDraft(reference, "emergency-contact@1")
            .With("contact_name", $"{person.Name.Split(' ')[0]} {random.Of(People.Words.Women)[0]}")
            .With("relation", random.Of(["配偶者", "子", "兄弟姉妹", "知人"]))
            .With("phone", Number("090-0000-", random))
            .With("note", random.Of(People.Words.Notes));

    /// <summary>HL7 FHIR R4 Appointment, by a hospital.</summary>
    public static RecordDraft Appointment(string reference, DateOnly day, string place, Random random, string? replaces = null)
    {
        var start = day.At(TimeSpan.FromMinutes((9 * 60) + (15 * random.Next(28))));
        var department = random.Of(People.Words.Departments);
        return new RecordDraft(reference, "fhir-appointment@1") { DataDate = day, RecordId = replaces }
            .With("status", "booked")
            .With("start", Instant(start))
            .With("end", Instant(start.AddMinutes(30)))
            .With("service_type", new JsonObject { ["text"] = $"{department[1]}の診察" })
            .With("specialty", Concept("http://jami.jp/SS-MIX2/CodeSystem/ClinicalDepartment", department))
            .With("location", new JsonObject { ["display"] = place })
            .With("patient_instruction", Texts.Of("instruction", JapaneseTime.Era(day)));
    }

    /// <summary>HL7 FHIR R4 Condition, coded in ICD-10, by a hospital.</summary>
    public static RecordDraft Condition(string reference, DateOnly day, Random random) =>
        new RecordDraft(reference, "fhir-condition@1") { DataDate = day }
            .With("code", Concept("http://hl7.org/fhir/sid/icd-10", random.Of(People.Words.Conditions)))
            .With("clinical_status", "active")
            .With("verification_status", "confirmed")
            .With("onset_date", day.AddDays(-random.Next(30, 2000)))
            .With("recorded_date", day);

    /// <summary>ライフライン契約, by a utility.</summary>
    public static RecordDraft Utility(
        string reference, Person person, string kind, string supplier, DateOnly since, Random random, string? replaces = null) =>
        new RecordDraft(reference, "utility-contract@1") { DataDate = since, RecordId = replaces }
            .With("kind", kind)
            .With("supplier", supplier)
            .With("contract_number", Number("0175-", random))
            .With("holder_name", person.Name)
            .With("supply_address", person.Address)
            .With("started_on", since)
            .With("monthly_usage", (random.Next(50, 4000) / 10m).ToString("0.0", CultureInfo.InvariantCulture))
            .With("payment_method", random.Of(["口座振替", "クレジットカード", "払込票"]));

    /// <summary>幸福度アンケート, by the planning section.</summary>
    public static RecordDraft Survey(string reference, Person person, DateOnly day, Random random)
    {
        var age = person.AgeOn(day);
        return new RecordDraft(reference, "wellbeing-survey@1") { DataDate = day }
            .With("answered_on", day)
            .With("age_band", age >= 80 ? "80代以上" : string.Create(CultureInfo.InvariantCulture, $"{age / 10}0代"))
            .With("sex", person.Sex)
            .With("district", person.District)
            .With("happiness", random.Next(3, 11))
            .With("medical_access", random.Next(1, 6))
            .With("transport", random.Next(1, 6))
            .With("wants_to_stay", random.Chance(0.8))
            .With("comment", random.Of(People.Words.Comments));
    }

    private static string Number(string prefix, Random random) => prefix + random.Next(10_000).ToString("0000", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static JsonObject Concept(string system, string[] codeAndName) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = codeAndName[0], ["display"] = codeAndName[1] }),
        ["text"] = codeAndName[1],
    };
}
