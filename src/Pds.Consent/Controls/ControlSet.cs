using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The controls in force, <c>controls.json</c>: <c>{"v":1,"controls":[…]}</c>, read strictly. What is kept, entered and exported are its
/// canonical bytes (RFC 8785), so that spaces and order make no second version.
/// </summary>
public sealed class ControlSet
{
    /// <summary>The longest file, in bytes.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>The most controls.</summary>
    public const int MaxControls = 100;

    private const int MaxRuleChars = 200, MaxConditions = 10, MaxTexts = 50, MaxTextChars = 200;

    private static readonly Dictionary<string, ControlSubject> Subjects = new(StringComparer.Ordinal)
    {
        ["purpose"] = ControlSubject.Purpose, ["consent"] = ControlSubject.Consent, ["organization_month"] = ControlSubject.OrganizationMonth,
    };

    private static readonly Dictionary<string, ControlTest> Tests = new(StringComparer.Ordinal)
    {
        ["present"] = ControlTest.Present, ["absent"] = ControlTest.Absent, ["equals"] = ControlTest.Equals, ["one_of"] = ControlTest.OneOf,
        ["starts_with"] = ControlTest.StartsWith, ["at_most"] = ControlTest.AtMost, ["at_least"] = ControlTest.AtLeast,
    };

    private static readonly Lazy<ControlSet> Standard = new(ReadStandard);

    private ControlSet(byte[] bytes, IReadOnlyList<Control> controls) => (Bytes, Controls) = (bytes, controls);

    /// <summary>The controls a city starts with; "no impact assessment, no activation for sensitive data" is one of them.</summary>
    public static ControlSet Default => Standard.Value;

    /// <summary>Canonical bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>The controls, in the order of the file.</summary>
    public IReadOnlyList<Control> Controls { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>, 32 bytes.</summary>
    public byte[] Digest => Sha256.Hash(Bytes);

    /// <summary>The first control that a purpose breaks, or null.</summary>
    public Control? FirstBrokenBy(Purpose purpose, Dataset dataset) => BrokenBy(purpose, dataset).FirstOrDefault();

    /// <summary>Every control that a purpose breaks.</summary>
    public IEnumerable<Control> BrokenBy(Purpose purpose, Dataset dataset)
    {
        var facts = ControlFacts.Of(purpose, dataset);
        return Controls.Where(control => control.On == ControlSubject.Purpose && control.FirstBroken(facts) is not null);
    }

    /// <summary>Reads a file; false with the place of the first fault, such as <c>controls[2].require[0].fact</c>.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ControlSet? set, [NotNullWhen(false)] out string? fault)
    {
        (set, fault) = (null, null);
        if (json.Length > MaxBytes || !CanonicalJson.TryCanonicalize(json, out var bytes) || !CanonicalJson.TryParse(bytes, out var root))
        {
            fault = "json";
            return false;
        }

        if (!JsonClaims.HasExactly(root, "v", "controls") || !JsonClaims.TryInteger(root, "v", 1, 1, out _)
            || root.GetProperty("controls") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > MaxControls)
        {
            fault = "controls";
            return false;
        }

        var controls = new List<Control>();
        foreach (var (number, item) in list.EnumerateArray().Index())
        {
            if (!TryReadControl(item, out var control, out var member) || controls.Any(known => known.Id == control.Id))
            {
                fault = $"controls[{number}].{member ?? "id"}";
                return false;
            }

            controls.Add(control);
        }

        set = new ControlSet(bytes, controls);
        return true;
    }

    private static bool TryReadControl(JsonElement item, [NotNullWhen(true)] out Control? control, out string? fault)
    {
        control = null;
        var where = Array.Empty<ControlCondition>();
        fault = !JsonClaims.HasExactly(item, "id", "on", "rule_ja", "rule_en", "where", "require") ? "members" : null;
        if (fault is not null)
        {
            return false;
        }

        if (!JsonClaims.TryText(item, "id", 64, out var id) || !CatalogueCode.IsWellFormed(id))
        {
            fault = "id";
        }
        else if (!JsonClaims.TryText(item, "on", 32, out var on) || !Subjects.TryGetValue(on, out var subject))
        {
            fault = "on";
        }
        else if (!JsonClaims.TryText(item, "rule_ja", MaxRuleChars, out var ja))
        {
            fault = "rule_ja";
        }
        else if (!JsonClaims.TryText(item, "rule_en", MaxRuleChars, out var en))
        {
            fault = "rule_en";
        }
        else if (TryReadConditions(item, "where", subject, least: 0, out where, out fault) && TryReadConditions(item, "require", subject, least: 1, out var require, out fault))
        {
            control = new Control { Id = id, On = subject, RuleJa = ja, RuleEn = en, Where = where, Require = require };
        }

        return control is not null;
    }

    private static bool TryReadConditions(
        JsonElement item, string member, ControlSubject subject, int least, out ControlCondition[] conditions, out string? fault)
    {
        (conditions, fault) = ([], null);
        if (item.GetProperty(member) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is var count && (count < least || count > MaxConditions))
        {
            fault = member;
            return false;
        }

        var read = new List<ControlCondition>();
        foreach (var (number, one) in list.EnumerateArray().Index())
        {
            if (!TryReadCondition(one, subject, out var condition, out var part))
            {
                fault = $"{member}[{number}].{part}";
                return false;
            }

            read.Add(condition);
        }

        conditions = [.. read];
        return true;
    }

    private static bool TryReadCondition(
        JsonElement json, ControlSubject subject, [NotNullWhen(true)] out ControlCondition? condition, out string part)
    {
        condition = null;
        if (!JsonClaims.HasOnly(json, ["fact", "is", "number", "text", "texts"])
            || !JsonClaims.TryText(json, "fact", 64, out var fact) || !ControlFacts.TryKind(subject, fact, out var isNumber))
        {
            part = "fact";
            return false;
        }

        if (!JsonClaims.TryText(json, "is", 16, out var word) || !Tests.TryGetValue(word, out var test))
        {
            part = "is";
            return false;
        }

        condition = test switch
        {
            ControlTest.Present or ControlTest.Absent => Has(json) ? new ControlCondition(fact, test, 0, []) : null,
            ControlTest.AtMost or ControlTest.AtLeast => isNumber && Has(json, "number")
                && JsonClaims.TryInteger(json, "number", 0, CanonicalJson.MaxInteger, out var number) ? new ControlCondition(fact, test, number, []) : null,
            ControlTest.Equals or ControlTest.StartsWith => !isNumber && Has(json, "text")
                && JsonClaims.TryText(json, "text", MaxTextChars, out var text) ? new ControlCondition(fact, test, 0, [text]) : null,
            ControlTest.OneOf => !isNumber && Has(json, "texts") && TryReadTexts(json, out var texts) ? new ControlCondition(fact, test, 0, texts) : null,
        };
        part = "is";
        return condition is not null;
    }

    private static bool Has(JsonElement json, params string[] values) => JsonClaims.HasExactly(json, ["fact", "is", .. values]);

    private static bool TryReadTexts(JsonElement json, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (json.GetProperty("texts") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > MaxTexts
            || !list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String && one.GetString() is { Length: >= 1 and <= MaxTextChars }))
        {
            return false;
        }

        texts = [.. list.EnumerateArray().Select(one => one.GetString()!)];
        return true;
    }

    private static ControlSet ReadStandard()
    {
        using var stream = Texts.Open("Controls.ja.json");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return TryParse(bytes.ToArray(), out var set, out var fault) ? set : throw new InvalidOperationException($"The standard controls are wrong at {fault}.");
    }
}
