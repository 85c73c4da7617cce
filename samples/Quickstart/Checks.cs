using System.Text.Json;
using System.Text.Json.Nodes;

namespace Quickstart;

/// <summary>Numbered facts of one run. The first one that does not hold ends the run.</summary>
internal sealed class Checks
{
    private readonly List<(string Step, string Text)> _passed = [];
    private string _step = "";

    public int Count => _passed.Count;

    public void Begin(string step) => _step = step;

    /// <summary>Counts and prints a fact, or throws <see cref="SurpriseException"/> when it is not one.</summary>
    public void That(bool holds, string text)
    {
        var number = _passed.Count + 1;
        if (!holds)
        {
            throw new SurpriseException($"確認 {number}「{text}」が成り立ちません。");
        }

        _passed.Add((_step, text));
        Say.Check(number, text);
    }

    /// <summary>The run as <c>checks.json</c>: number, step, sentence, and the verdict.</summary>
    public byte[] ToJson(string origin, DateTimeOffset finished)
    {
        var list = new JsonArray([.. _passed.Select((fact, index) => (JsonNode)new JsonObject
        {
            ["number"] = index + 1,
            ["step"] = fact.Step,
            ["fact"] = fact.Text,
            ["ok"] = true,
        })]);
        var document = new JsonObject
        {
            ["scenario"] = "SC1",
            ["origin"] = origin,
            ["finished"] = finished.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["count"] = _passed.Count,
            ["checks"] = list,
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, Readable);
    }

    internal static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
