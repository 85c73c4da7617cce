using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Pds.Server.Resources;

/// <summary>
/// What the server itself writes for residents to read, from embedded resources: words are data, not code (FEATURES T12). A missing key is a defect
/// and throws.
/// </summary>
internal sealed class ServerTexts
{
    private readonly FrozenDictionary<string, string> sentences;

    private ServerTexts(FrozenDictionary<string, string> sentences) => this.sentences = sentences;

    /// <summary>The page inside what a resident takes away.</summary>
    public static ServerTexts TakeAway { get; } = Load("TakeAway.ja.json");

    /// <summary>Messages to residents.</summary>
    public static ServerTexts Notices { get; } = Load("Notices.ja.json");

    /// <summary>All keys.</summary>
    public IEnumerable<string> Keys => sentences.Keys;

    /// <summary>The sentence.</summary>
    public string this[string key] => sentences[key];

    /// <summary>Whether there is one.</summary>
    public bool Has(string key) => sentences.ContainsKey(key);

    /// <summary>The sentence with its places filled in, in order.</summary>
    public string Format(string key, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, sentences[key], parts);

    private static ServerTexts Load(string name)
    {
        using var stream = typeof(ServerTexts).Assembly.GetManifestResourceStream($"Pds.Server.Resources.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        return new ServerTexts(JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
