using System.Text.Json;

namespace Pds.Server.Desk;

/// <summary>
/// Values as a clerk sees them: that there is one, and of a text its first sign, so that the resident beside her knows which it is. The clerk needs
/// no more to carry a yes or a no.
/// </summary>
internal static class Masked
{
    private const string Hidden = "＊＊＊";

    /// <summary>The value masked, as JSON.</summary>
    public static string Of(JsonElement value) => JsonSerializer.Serialize(
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 1 } text ? First(text) + Hidden : Hidden, VisitJson.Default.String);

    private static string First(string text) => System.Globalization.StringInfo.GetNextTextElement(text);
}
