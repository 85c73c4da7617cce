using Pds.Auditor.Exports;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pds.Auditor.Reports.Pia;

/// <summary>Reads <c>pia.yaml</c> strictly: an unknown key, a wrong type, a number or word outside its set is refused with its line.</summary>
internal sealed class PiaFile
{
    private static readonly string[] Decisions = ["approved", "pending", "refused"];

    private PiaFault? fault;

    private PiaFile()
    {
    }

    /// <summary>Reads the bytes of a file; false with the first fault.</summary>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out PiaAnswers? answers, [NotNullWhen(false)] out PiaFault? fault)
    {
        answers = null;
        if (!YamlTree.TryRead(bytes, out var root, out fault))
        {
            return false;
        }

        var reader = new PiaFile();
        answers = reader.Read(root);
        (answers, fault) = reader.fault is null ? (answers, null) : ((PiaAnswers?)null, reader.fault);
        return fault is null;
    }

    private PiaAnswers Read(YamlItem.Map root)
    {
        Only(root, ["name", "author", "evaluator", "validator", "chapters", "risks", "measures", .. PiaAnswers.GroupKeys.Keys]);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        AddTexts(texts, root, "chapters", "", PiaAnswers.ChapterKeys);
        foreach (var (group, keys) in PiaAnswers.GroupKeys)
        {
            AddTexts(texts, root, group, group + ".", keys);
        }

        OneOf(root, "approval", "decision", texts.GetValueOrDefault("approval.decision"), Decisions);
        if (texts.TryGetValue("approval.on", out var on) && !DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Fail("date", root.Members["approval"].Line, on);
        }

        return new PiaAnswers
        {
            Name = Text(root, "name"),
            Author = Text(root, "author"),
            Evaluator = Text(root, "evaluator"),
            Validator = Text(root, "validator"),
            Texts = texts,
            Measures = [.. Maps(root, "measures").Select(ReadMeasure)],
            Risks = ReadRisks(root),
        };
    }

    private PiaMeasure ReadMeasure(YamlItem.Map map)
    {
        Only(map, ["title", "text"]);
        return new PiaMeasure(Text(map, "title") ?? Missing(map, "title"), Text(map, "text") ?? "");
    }

    private List<PiaRisk> ReadRisks(YamlItem.Map root)
    {
        var risks = new List<PiaRisk>();
        foreach (var map in Maps(root, "risks"))
        {
            Only(map, ["kind", "impacts", "threats", "sources", "measures", "severity", "likelihood", "text"]);
            var kind = Text(map, "kind") ?? Missing(map, "kind");
            if (!PiaAnswers.RiskKinds.Contains(kind))
            {
                Fail("word", LineOf(map, "kind"), kind);
            }
            else if (risks.Any(known => known.Kind == kind))
            {
                Fail("twice", LineOf(map, "kind"), kind);
            }

            risks.Add(new PiaRisk(
                kind, Texts(map, "impacts"), Texts(map, "threats"), Texts(map, "sources"), Texts(map, "measures"), Level(map, "severity"), Level(map, "likelihood"),
                Text(map, "text") ?? ""));
        }

        return risks;
    }

    private void AddTexts(Dictionary<string, string> texts, YamlItem.Map root, string group, string prefix, IReadOnlyList<string> keys)
    {
        if (!root.Members.TryGetValue(group, out var item))
        {
            return;
        }

        if (item is not YamlItem.Map map)
        {
            Fail("map", item.Line, group);
            return;
        }

        Only(map, keys);
        foreach (var key in keys)
        {
            if (Text(map, key) is { Length: > 0 } text)
            {
                texts[prefix + key] = text;
            }
        }
    }

    private void Only(YamlItem.Map map, IReadOnlyList<string> keys)
    {
        foreach (var (key, value) in map.Members.Where(member => !keys.Contains(member.Key)))
        {
            Fail("unknown-key", value.Line, key);
        }
    }

    private void OneOf(YamlItem.Map root, string group, string key, string? value, string[] words)
    {
        if (value is not null && !words.Contains(value))
        {
            Fail("word", LineOf((YamlItem.Map)root.Members[group], key), value);
        }
    }

    private string? Text(YamlItem.Map map, string key)
    {
        if (!map.Members.TryGetValue(key, out var item))
        {
            return null;
        }

        if (item is YamlItem.Text text)
        {
            return text.Value.Trim();
        }

        Fail("text", item.Line, key);
        return null;
    }

    private IReadOnlyList<string> Texts(YamlItem.Map map, string key)
    {
        if (!map.Members.TryGetValue(key, out var item))
        {
            return [];
        }

        if (item is YamlItem.List list && list.Items.All(one => one is YamlItem.Text))
        {
            return [.. list.Items.Cast<YamlItem.Text>().Select(one => one.Value.Trim())];
        }

        Fail("list", item.Line, key);
        return [];
    }

    private IEnumerable<YamlItem.Map> Maps(YamlItem.Map map, string key)
    {
        if (!map.Members.TryGetValue(key, out var item))
        {
            return [];
        }

        if (item is YamlItem.List list && list.Items.All(one => one is YamlItem.Map))
        {
            return list.Items.Cast<YamlItem.Map>();
        }

        Fail("list-of-maps", item.Line, key);
        return [];
    }

    private int Level(YamlItem.Map map, string key)
    {
        var text = Text(map, key) ?? Missing(map, key);
        if (text.Length == 1 && text[0] is >= '1' and <= '4')
        {
            return text[0] - '0';
        }

        Fail("level", LineOf(map, key), text);
        return 0;
    }

    private string Missing(YamlItem.Map map, string key)
    {
        Fail("missing", map.Line, key);
        return "";
    }

    private static long LineOf(YamlItem.Map map, string key) => map.Members.TryGetValue(key, out var item) ? item.Line : map.Line;

    private void Fail(string key, long line, string detail) => fault ??= new PiaFault(key, line, Printable.Of(detail, 60));
}
