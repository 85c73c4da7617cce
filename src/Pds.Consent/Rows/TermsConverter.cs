using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pds.Consent;

/// <summary>Terms go through their own check on the way in, so that a row can never hold terms that <see cref="GrantTerms"/> refuses.</summary>
internal sealed class TermsConverter : JsonConverter<GrantTerms>
{
    public override GrantTerms Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var body = JsonSerializer.Deserialize(ref reader, ConsentJson.Default.TermsBody) ?? throw new JsonException("No terms.");
        return GrantTerms.TryCreate(
            body.Fields, body.Starts, body.Ends, body.Range, body.Calls, body.RetentionDays, body.Mode, out var terms, out var fault)
            ? terms
            : throw new JsonException($"Terms out of bounds: {fault}.");
    }

    public override void Write(Utf8JsonWriter writer, GrantTerms value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new TermsBody(value.Fields, value.Starts, value.Ends, value.Range, value.Calls, value.RetentionDays, value.Mode),
        ConsentJson.Default.TermsBody);
}

/// <summary>How terms rest.</summary>
internal sealed record TermsBody(
    IReadOnlyList<string> Fields,
    DateTimeOffset Starts,
    DateTimeOffset Ends,
    DataRange Range,
    CallLimit Calls,
    int RetentionDays,
    UseMode Mode);
