using System.Text.Json;

namespace Pds.Consent.Tests.Catalogue;

/// <summary>Each field type takes its values and nothing near them (V3).</summary>
[Trait("Feature", "V3")]
public sealed class FieldTypeTests
{
    public static TheoryData<string, string, bool> Values() => new()
    {
        { "basic-four@1/name", "\"見本 花子\"", true },
        { "basic-four@1/name", "\"\"", false },
        { "basic-four@1/name", "12", false },
        { "basic-four@1/name", "null", false },
        { "basic-four@1/name", "\"見本\\u0000花子\"", false },
        { "basic-four@1/name_kana", "\"ミホン　ハナコ\"", true },
        { "basic-four@1/name_kana", "\"みほん はなこ\"", false },
        { "basic-four@1/name_kana", "\"ミホン\\n\"", false },
        { "basic-four@1/postal_code", "\"035-8686\"", true },
        { "basic-four@1/postal_code", "\"0358686\"", false },
        { "basic-four@1/postal_code", "\"035-8686\\n\"", false },
        { "basic-four@1/birth_date", "\"1985-04-01\"", true },
        { "basic-four@1/birth_date", "\"1985-02-30\"", false },
        { "basic-four@1/birth_date", "\"昭和60年4月1日\"", false },
        { "basic-four@1/sex", "\"女\"", true },
        { "basic-four@1/sex", "\"female\"", false },
        { "emergency-contact@1/phone", "\"0175-22-1111\"", true },
        { "emergency-contact@1/phone", "\"090-0000-0000\"", true },
        { "emergency-contact@1/phone", "\"+81-175-22-1111\"", false },
        { "fhir-appointment@1/start", "\"2026-04-20T10:30:00+09:00\"", true },
        { "fhir-appointment@1/start", "\"2026-04-20T10:30:00\"", false },
        { "fhir-appointment@1/start", "\"2026-04-20\"", false },
        { "fhir-appointment@1/status", "\"booked\"", true },
        { "fhir-appointment@1/status", "\"Booked\"", false },
        { "fhir-appointment@1/specialty", "{\"text\":\"循環器内科\"}", true },
        { "fhir-appointment@1/specialty", "{\"coding\":[{\"system\":\"urn:x\",\"code\":\"08\",\"display\":\"循環器\"}]}", true },
        { "fhir-appointment@1/specialty", "{}", false },
        { "fhir-appointment@1/specialty", "{\"coding\":[]}", false },
        { "fhir-appointment@1/specialty", "{\"coding\":[{\"display\":\"循環器\"}]}", false },
        { "fhir-appointment@1/specialty", "{\"text\":\"循環器\",\"extension\":[]}", false },
        { "fhir-appointment@1/location", "{\"display\":\"本館2階\"}", true },
        { "fhir-appointment@1/location", "{\"reference\":\"Patient/123\",\"display\":\"本館\"}", false },
        { "utility-contract@1/monthly_usage", "\"12.50\"", true },
        { "utility-contract@1/monthly_usage", "\"012\"", false },
        { "utility-contract@1/monthly_usage", "\"1e3\"", false },
        { "utility-contract@1/monthly_usage", "12.5", false },
        { "wellbeing-survey@1/happiness", "10", true },
        { "wellbeing-survey@1/happiness", "11", false },
        { "wellbeing-survey@1/happiness", "7.0", false },
        { "wellbeing-survey@1/happiness", "\"7\"", false },
        { "wellbeing-survey@1/wants_to_stay", "true", true },
        { "wellbeing-survey@1/wants_to_stay", "\"true\"", false },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_taken_or_refused(string field, string json, bool accepted)
    {
        var parts = field.Split('/');
        using var value = JsonDocument.Parse(json);

        var taken = Samples.Dataset(parts[0]).Field(parts[1])!.Type.Accepts(value.RootElement);

        taken.Should().Be(accepted);
    }

    [Fact]
    public void A_json_object_is_bounded_and_nothing_else_is_one()
    {
        using var small = JsonDocument.Parse("""{"a":1}""");
        using var large = JsonDocument.Parse($$"""{"a":"{{new string('x', 40_000)}}"}""");
        using var list = JsonDocument.Parse("[]");

        new JsonObjectType().Accepts(small.RootElement).Should().BeTrue();
        new JsonObjectType().Accepts(large.RootElement).Should().BeFalse();
        new JsonObjectType().Accepts(list.RootElement).Should().BeFalse();
    }

    [Fact]
    public void A_record_with_an_undeclared_field_or_without_a_required_one_breaks_its_schema()
    {
        var dataset = Samples.Dataset("basic-four@1");
        var record = Record("""{"name":"見本 花子","address":"青森県むつ市中央1-1-1","birth_date":"1985-04-01","sex":"女"}""");

        JsonSchema.FirstFault(dataset, record).Should().BeNull();
        JsonSchema.FirstFault(dataset, record.Where(f => f.Key != "sex").ToDictionary()).Should().Be("sex");
        JsonSchema.FirstFault(dataset, new Dictionary<string, JsonElement>(record) { ["my_number"] = record["name"] }).Should().Be("my_number");
    }

    [Fact]
    public void The_exported_schema_names_every_field_and_allows_no_other()
    {
        var schema = JsonSchema.Of(Samples.Dataset("fhir-condition@1"));

        schema["$schema"]!.GetValue<string>().Should().Be("https://json-schema.org/draft/2020-12/schema");
        schema["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
        schema["properties"]!.AsObject().Select(p => p.Key).Should().Equal(Samples.Dataset("fhir-condition@1").Fields.Select(f => f.Name));
        schema["required"]!.AsArray().Select(n => n!.GetValue<string>()).Should().Equal("code", "clinical_status", "recorded_date");
    }

    private static Dictionary<string, JsonElement> Record(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
