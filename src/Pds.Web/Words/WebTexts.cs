using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pds.Web;

/// <summary>
/// The words of the pages, from embedded resources: what people read is data, not code (FEATURES T12). A word with a reading is written
/// <c>[同意|どうい]</c>. A missing key is a defect and throws; a test reads every key.
/// </summary>
internal sealed partial class WebTexts
{
    private readonly FrozenDictionary<string, string> _sentences;

    private WebTexts(FrozenDictionary<string, string> sentences) => _sentences = sentences;

    /// <summary>What residents read.</summary>
    public static WebTexts Pages { get; } = Load("Pages.ja.json");

    /// <summary>What the sample provider says.</summary>
    public static WebTexts Provider { get; } = Load("Provider.ja.json");

    /// <summary>What an operator reads at the console: Japanese, then English.</summary>
    public static WebTexts Operator { get; } = Load("Operator.json");

    public IEnumerable<string> Keys => _sentences.Keys;

    /// <summary>The sentence without readings, for titles, attributes and the console.</summary>
    public string this[string key] => Reading().Replace(_sentences[key], "$1");

    /// <summary>The sentence as written, with readings.</summary>
    public string Written(string key) => _sentences[key];

    public bool Has(string key) => _sentences.ContainsKey(key);

    /// <summary>The sentence without readings, its places filled in.</summary>
    public string Format(string key, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, this[key], parts);

    [GeneratedRegex(@"\[([^\]|]+)\|([^\]]+)\]")]
    internal static partial Regex Reading();

    private static WebTexts Load(string name)
    {
        using var stream = typeof(WebTexts).Assembly.GetManifestResourceStream("Pds.Web.Resources." + name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        return new WebTexts(JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
