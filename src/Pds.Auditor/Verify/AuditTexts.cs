using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pds.Auditor.Verify;

/// <summary>The sentences of the program in one language, from an embedded resource. A missing key is a defect and throws.</summary>
internal sealed class AuditTexts
{
    private readonly FrozenDictionary<string, string> sentences;

    private AuditTexts(FrozenDictionary<string, string> sentences) => this.sentences = sentences;

    /// <summary>The languages there are.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["ja", "en"];

    /// <summary>Which of <see cref="Languages"/> these are.</summary>
    public required string Language { get; init; }

    /// <summary>All keys, for the tests.</summary>
    public IEnumerable<string> Keys => sentences.Keys;

    /// <summary>A sentence.</summary>
    public string this[string key] => sentences[key];

    /// <summary>A sentence that need not exist; null when it does not.</summary>
    public string? Find(string key) => sentences.GetValueOrDefault(key);

    /// <summary>A sentence with its places filled in, in order.</summary>
    public string Format(string key, params ReadOnlySpan<object?> parts) => string.Format(CultureInfo.InvariantCulture, sentences[key], parts);

    /// <summary>The texts of one of <see cref="Languages"/>.</summary>
    /// <param name="language">Which.</param>
    /// <param name="resource"><c>Audit</c>, or <c>Report</c> for those of the report.</param>
    public static AuditTexts Of(string language, string resource = "Audit")
    {
        using var stream = typeof(AuditTexts).Assembly.GetManifestResourceStream($"Pds.Auditor.Resources.{resource}.{language}.json")
            ?? throw new InvalidOperationException($"There are no texts in {language}.");
        return new AuditTexts(JsonSerializer.Deserialize(stream, AuditTextsJson.Default.DictionaryStringString)!.ToFrozenDictionary(StringComparer.Ordinal))
        {
            Language = language,
        };
    }
}

/// <summary>Generated JSON of a text resource: one flat object of sentences.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class AuditTextsJson : JsonSerializerContext;
