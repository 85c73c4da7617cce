using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Pds.Consent;

/// <summary>
/// The words that the notice check looks for, from <c>NoticeWords.ja.json</c>: 学年別漢字配当表 (the 1,026 kanji of elementary school, MEXT notice of
/// 2017), everyday words with other kanji, and for each rule what breaks it. Patterns never backtrack: the text is a stranger's.
/// </summary>
internal sealed partial class NoticeWords
{
    private readonly FrozenSet<char> taught;
    private readonly Regex everyday;
    private readonly FrozenDictionary<NoticeRule, Regex> rules;

    private NoticeWords(NoticeWordsFile file)
    {
        taught = file.Kanji.SelectMany(grade => grade).Append('々').ToFrozenSet();
        everyday = Of(file.Everyday.OrderByDescending(word => word.Length));
        rules = Enum.GetValues<NoticeRule>()
            .Where(rule => file.Rules.ContainsKey(UpperSnake.Of(rule.ToString())))
            .ToFrozenDictionary(rule => rule, rule => Of(file.Rules[UpperSnake.Of(rule.ToString())]));
        (Empty, Loss, Remaining) = (Of(file.Words["empty"]), Of(file.Words["loss"]), Of(file.Words["remaining"]));
    }

    internal static NoticeWords Known { get; } = Load();

    /// <summary>A text that says nothing.</summary>
    internal Regex Empty { get; }

    /// <summary>What somebody loses.</summary>
    internal Regex Loss { get; }

    /// <summary>What remains, or another way.</summary>
    internal Regex Remaining { get; }

    /// <summary>How many kanji are taught in elementary school.</summary>
    internal int Taught => taught.Count - 1;

    /// <summary>The words in a text that break a rule, as written.</summary>
    internal IEnumerable<string> Breaking(NoticeRule rule, string text) =>
        rules.TryGetValue(rule, out var pattern) ? pattern.Matches(text).Select(found => found.Value).Distinct(StringComparer.Ordinal) : [];

    /// <summary>The words with a kanji that not everybody reads and without a reading after them: 督促 and not 督促（とくそく）.</summary>
    internal IEnumerable<string> HardIn(string text) => Word().Matches(text)
        .Where(word => !Reading().IsMatch(text[(word.Index + word.Length)..]) && !everyday.Replace(word.Value, "").All(taught.Contains))
        .Select(word => word.Value)
        .Distinct(StringComparer.Ordinal);

    private static Regex Of(IEnumerable<string> alternatives) =>
        new(string.Join('|', alternatives), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static NoticeWords Load()
    {
        using var stream = Texts.Open("NoticeWords.ja.json");
        return new NoticeWords(JsonSerializer.Deserialize(stream, NoticeWordsJson.Default.NoticeWordsFile)!);
    }

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}々]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\p{IsHiragana}{0,4}[（(]\p{IsHiragana}+[）)]")]
    private static partial Regex Reading();
}

/// <summary>The resource's members.</summary>
internal sealed record NoticeWordsFile(
    IReadOnlyList<string> Kanji,
    IReadOnlyList<string> Everyday,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Rules,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Words);

/// <summary>Generated JSON of the resource.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NoticeWordsFile))]
internal sealed partial class NoticeWordsJson : JsonSerializerContext;
