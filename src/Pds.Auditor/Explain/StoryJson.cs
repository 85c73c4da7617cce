using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Auditor.Verify;
using Pds.Ledger;

namespace Pds.Auditor.Explain;

/// <summary>A story for programs: one JSON object, stable member names, times in UTC.</summary>
internal static class StoryJson
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object as text.</summary>
    /// <param name="story">The story.</param>
    /// <param name="verdict">What the verification of the export said; null without one.</param>
    public static string Of(Story story, Verdict? verdict) => new JsonObject
    {
        ["grant_id"] = story.Grant?.ToString(),
        ["exit_code"] = story.ExitCode,
        ["receipt"] = story.Receipt,
        ["verdict"] = verdict?.Word,
        ["export"] = story.Manifest?.Export.ToString(),
        ["origin"] = story.Manifest?.Origin,
        ["size"] = story.Manifest?.Size,
        ["log_key"] = verdict?.LogKey,
        ["from_leaf"] = story.Span?.First,
        ["to_leaf"] = story.Span?.Last,
        ["sentences"] = new JsonArray([.. story.Sentences.Select(sentence => (JsonNode)Of(sentence))]),
    }.ToJsonString(Writing);

    private static JsonObject Of(StorySentence sentence) => new()
    {
        ["kind"] = sentence.Kind,
        ["at"] = sentence.At is { } at ? Instant.Format(at) : null,
        ["until"] = sentence.Until is { } until ? Instant.Format(until) : null,
        ["leaf"] = sentence.Leaf,
        ["last_leaf"] = sentence.LastLeaf,
        ["count"] = sentence.Count,
        ["reason"] = sentence.Reason,
        ["text"] = sentence.Text,
        ["trace"] = new JsonArray([.. sentence.Trace.Select(rule => (JsonNode)rule)]),
        ["details"] = new JsonArray([.. sentence.Details.Select(detail => (JsonNode)detail)]),
    };
}
