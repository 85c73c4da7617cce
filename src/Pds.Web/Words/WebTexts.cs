using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Pds.Web;

/// <summary>
/// The words of the pages, from embedded resources: what people read is data, not code (FEATURES T12). A missing key is a defect and throws; a test
/// reads every key.
/// </summary>
internal sealed class WebTexts
{
    private readonly FrozenDictionary<string, string> _sentences;

    private WebTexts(FrozenDictionary<string, string> sentences) => _sentences = sentences;

    /// <summary>What residents read.</summary>
    public static WebTexts Pages { get; } = Load("Pages.ja.json");

    /// <summary>What the sample provider says.</summary>
    public static WebTexts Provider { get; } = Load("Provider.ja.json");

    /// <summary>How the words of the pages are read: a word, with as much beside it as tells its reading, and the reading of its kanji.</summary>
    public static WebTexts Readings { get; } = Load("Readings.ja.json");

    /// <summary>What an operator reads at the console: Japanese, then English.</summary>
    public static WebTexts Operator { get; } = Load("Operator.json");

    public IEnumerable<string> Keys => _sentences.Keys;

    /// <summary>The sentence.</summary>
    public string this[string key] => _sentences[key];

    public bool Has(string key) => _sentences.ContainsKey(key);

    /// <summary>The sentence, its places filled in.</summary>
    public string Format(string key, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, this[key], parts);

    private static WebTexts Load(string name)
    {
        using var stream = typeof(WebTexts).Assembly.GetManifestResourceStream("Pds.Web.Resources." + name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        return new WebTexts(JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
