using System.Globalization;
using System.Text.Json;

namespace AuditPack;

/// <summary>The sentences a person reads, from the embedded resource. A missing key is a defect and throws.</summary>
internal static class Texts
{
    private static readonly Dictionary<string, string> Sentences = Resource.Read<Dictionary<string, string>>("texts.ja.json");

    /// <summary>A sentence with its places filled in, in order.</summary>
    public static string Of(string key, params ReadOnlySpan<object?> parts) => string.Format(CultureInfo.InvariantCulture, Sentences[key], parts);
}

/// <summary>Embedded JSON.</summary>
internal static class Resource
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    /// <summary>One resource as the given shape.</summary>
    public static T Read<T>(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream("AuditPack." + name)!;
        return JsonSerializer.Deserialize<T>(stream, Reading)!;
    }
}
