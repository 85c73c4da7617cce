using System.Text.Json.Nodes;
using Pds.Client;

namespace Quickstart;

/// <summary>Invented residents in the real shape of Japanese municipal data. Nobody here exists; telephone numbers are not in use.</summary>
internal static class SampleRecords
{
    public static RecordDraft BasicFour(string reference, string name, string kana, string address, DateOnly born, string sex) =>
        new RecordDraft(reference, "basic-four@1")
            .With("name", name)
            .With("name_kana", kana)
            .With("postal_code", "035-0071")
            .With("address", address)
            .With("birth_date", born)
            .With("sex", sex);

    public static RecordDraft EmergencyContact(string reference) =>
        new RecordDraft(reference, "emergency-contact@1")
            .With("contact_name", "見本 美咲")
            .With("relation", "子")
            .With("phone", "090-0000-1234")
            .With("note", "昼は仕事なので、夕方6時よりあとに電話してください。");

    /// <summary>HL7 FHIR R4 Appointment: admission dates at the university hospital, three hours away.</summary>
    public static RecordDraft Appointment(string reference) =>
        new RecordDraft(reference, "fhir-appointment@1") { DataDate = new DateOnly(2026, 12, 8) }
            .With("status", "booked")
            .With("start", "2026-12-08T10:30:00+09:00")
            .With("end", "2026-12-08T11:00:00+09:00")
            .With("service_type", Concept(null, null, "入院前の説明と検査"))
            .With("specialty", Concept("http://jami.jp/SS-MIX2/CodeSystem/ClinicalDepartment", "01", "内科"))
            .With("location", Named("見本大学病院 外来棟 2階"))
            .With("practitioner", Named("見本 一郎"))
            .With("patient_instruction", "当日の朝は食事をとらずに来てください。お薬手帳をお持ちください。");

    /// <summary>HL7 FHIR R4 Condition, coded in ICD-10: special-care data (要配慮個人情報).</summary>
    public static RecordDraft Condition(string reference) =>
        new RecordDraft(reference, "fhir-condition@1") { DataDate = new DateOnly(2026, 10, 19) }
            .With("code", Concept("http://hl7.org/fhir/sid/icd-10", "E11", "2型糖尿病"))
            .With("clinical_status", "active")
            .With("verification_status", "confirmed")
            .With("onset_date", new DateOnly(2021, 4, 1))
            .With("recorded_date", new DateOnly(2026, 10, 19));

    public static RecordDraft WaterContract(string reference) =>
        new RecordDraft(reference, "utility-contract@1") { DataDate = new DateOnly(2019, 4, 1) }
            .With("kind", "水道")
            .With("supplier", "しもきた水道")
            .With("contract_number", "0175-004-8821")
            .With("holder_name", "見本 花子")
            .With("supply_address", "青森県むつ市見本町1丁目2番3号")
            .With("started_on", new DateOnly(2019, 4, 1))
            .With("monthly_usage", "14.5")
            .With("payment_method", "口座振替");

    public static RecordDraft Survey(string reference, string age, string district, long happiness) =>
        new RecordDraft(reference, "wellbeing-survey@1") { DataDate = new DateOnly(2026, 9, 10) }
            .With("answered_on", new DateOnly(2026, 9, 10))
            .With("age_band", age)
            .With("sex", "女")
            .With("district", district)
            .With("happiness", happiness)
            .With("medical_access", 2)
            .With("transport", 2)
            .With("wants_to_stay", true)
            .With("comment", "冬のバスがもう1本あると助かります。");

    private static JsonObject Concept(string? system, string? code, string text) => system is null
        ? new JsonObject { ["text"] = text }
        : new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code, ["display"] = text }),
            ["text"] = text,
        };

    private static JsonObject Named(string display) => new() { ["display"] = display };
}
