using System.Text.Json;

namespace Pds.Server.Desk;

/// <summary>
/// Values as a clerk sees them, and whoever signed in by a letter: that there is one, and of a text its first sign, so that the resident knows which
/// it is. No more is needed to carry a yes or a no, or to stop something.
/// </summary>
internal static class Masked
{
    private const string Hidden = "＊＊＊";

    /// <summary>The value masked, as JSON.</summary>
    public static string Of(JsonElement value) => JsonSerializer.Serialize(
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 1 } text ? First(text) + Hidden : Hidden, VisitJson.Default.String);

    private static string First(string text) => System.Globalization.StringInfo.GetNextTextElement(text);
}
