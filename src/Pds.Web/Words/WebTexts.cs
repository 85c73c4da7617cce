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

    /// <summary>What people read on the pages: one file for each part of the house, <c>Pages.*ja.json</c>.</summary>
    public static WebTexts Pages { get; } = Load("Pages");

    /// <summary>What the sample provider says.</summary>
    public static WebTexts Provider { get; } = Load("Provider");

    /// <summary>How the words of the pages are read: a word, with as much beside it as tells its reading, and the reading of its kanji.</summary>
    public static WebTexts Readings { get; } = Load("Readings");

    /// <summary>What an operator reads at the console: Japanese, then English.</summary>
    public static WebTexts Operator { get; } = Load("Operator");

    public IEnumerable<string> Keys => _sentences.Keys;

    /// <summary>The sentence.</summary>
    public string this[string key] => _sentences[key];

    public bool Has(string key) => _sentences.ContainsKey(key);

    /// <summary>The sentence, its places filled in.</summary>
    public string Format(string key, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, this[key], parts);

    // Two parts of the house may read the same word, alike. A key that two files say differently is a defect, and is told by the first program that starts.
    private static WebTexts Load(string name)
    {
        var assembly = typeof(WebTexts).Assembly;
        var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in assembly.GetManifestResourceNames().Where(one => one.StartsWith($"Pds.Web.Resources.{name}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            foreach (var (key, sentence) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                if (!sentences.TryAdd(key, sentence) && sentences[key] != sentence)
                {
                    throw new InvalidOperationException($"{file} says something else of {key} than a file before it.");
                }
            }
        }

        return sentences.Count > 0 ? new WebTexts(sentences.ToFrozenDictionary(StringComparer.Ordinal))
            : throw new InvalidOperationException($"The words of {name} are missing from the assembly.");
    }
}
