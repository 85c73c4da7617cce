using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Pds.Consent;

/// <summary>
/// Japanese sentences from an embedded resource: what people read is data, not code (FEATURES T12). A missing key is a defect and
/// throws; the tests read every key.
/// </summary>
internal sealed class Texts
{
    private readonly FrozenDictionary<string, string> sentences;

    private Texts(FrozenDictionary<string, string> sentences) => this.sentences = sentences;

    /// <summary>What a consent document says.</summary>
    internal static Texts Document { get; } = Load("ConsentDocument.ja.json");

    /// <summary>What an erasure document says.</summary>
    internal static Texts Erasure { get; } = Load("ErasureDocument.ja.json");

    /// <summary>What a mandate's document says.</summary>
    internal static Texts Mandate { get; } = Load("MandateDocument.ja.json");

    /// <summary>Why something was refused.</summary>
    internal static Texts Refusals { get; } = Load("Refusals.ja.json");

    /// <summary>The rules of the gate, and how a decision is told.</summary>
    internal static Texts Trace { get; } = Load("Trace.ja.json");

    /// <summary>The same for auditors who read English.</summary>
    internal static Texts TraceInEnglish { get; } = Load("Trace.en.json");

    /// <summary>What to change about a notice.</summary>
    internal static Texts Notices { get; } = Load("Notices.ja.json");

    /// <summary>Fixed words of receipts.</summary>
    internal static Texts Receipt { get; } = Load("Receipt.ja.json");

    internal IEnumerable<string> Keys => sentences.Keys;

    internal string this[string key] => sentences[key];

    internal bool Has(string key) => sentences.ContainsKey(key);

    /// <summary>A sentence with its places filled in, in order.</summary>
    internal string Format(string key, params ReadOnlySpan<object?> parts) =>
        string.Format(CultureInfo.InvariantCulture, sentences[key], parts);

    internal static Stream Open(string name) =>
        typeof(Texts).Assembly.GetManifestResourceStream($"Pds.Consent.Resources.{name}")
        ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");

    private static Texts Load(string name)
    {
        using var stream = Open(name);
        var pairs = JsonSerializer.Deserialize(stream, TextsJson.Default.DictionaryStringString)!;
        return new Texts(pairs.ToFrozenDictionary(StringComparer.Ordinal));
    }
}

/// <summary>Generated JSON of a text resource: one flat object of sentences.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextsJson : System.Text.Json.Serialization.JsonSerializerContext;
