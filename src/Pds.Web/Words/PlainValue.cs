using System.Globalization;
using System.Text.Json;

namespace Pds.Web;

/// <summary>A value of a record as somebody reads it: dates with 元号, yes and no, and of the hospital's objects the words in them.</summary>
internal static class PlainValue
{
    private static readonly string[] Telling = ["text", "display"];

    /// <summary>The value of a field, from the JSON text that the source signed.</summary>
    public static string Of(string json)
    {
        try
        {
            using var value = JsonDocument.Parse(json);
            return Of(value.RootElement);
        }
        catch (JsonException)
        {
            return WebTexts.Pages["value.unreadable"];
        }
    }

    private static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => WebTexts.Pages["value.yes"],
        JsonValueKind.False => WebTexts.Pages["value.no"],
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => OfText(value.GetString()!),
        JsonValueKind.Object => OfObject(value),
        JsonValueKind.Array => string.Join("、", value.EnumerateArray().Select(Of)),
        _ => "",
    };

    private static string OfText(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Dates.Full(day)
        : text.Length is 25 or 20 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? Dates.Full(Dates.DateOf(time)) + " " + Dates.Clock(time)
        : WebTexts.Pages.Has("value.code." + text) ? WebTexts.Pages["value.code." + text]
        : text;

    // FHIR's CodeableConcept and Reference carry a sentence for people; what has none is shown member by member.
    private static string OfObject(JsonElement value)
    {
        foreach (var name in Telling)
        {
            if (value.TryGetProperty(name, out var told) && told.ValueKind == JsonValueKind.String)
            {
                return told.GetString()!;
            }
        }

        return string.Join("、", value.EnumerateObject().Select(member => Of(member.Value)).Where(text => text.Length > 0));
    }
}
