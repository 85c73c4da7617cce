using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Consent;

namespace Pds.Auditor.Differences;

/// <summary>A comparison for programs: one JSON object, stable member names.</summary>
internal static class DifferenceJson
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object as text.</summary>
    public static string Of(ExportDifference difference) => new JsonObject
    {
        ["origin"] = difference.After.Origin,
        ["exit_code"] = difference.ExitCode,
        ["old"] = Of(difference.Before),
        ["new"] = Of(difference.After),
        ["new_leaves"] = new JsonArray([.. difference.NewByKind.Select(one => (JsonNode)new JsonObject
        {
            ["month"] = one.Key.Month, ["kind"] = one.Key.Kind, ["count"] = one.Value,
        })]),
        ["new_placed"] = difference.NewPlaced,
        ["new_closed"] = difference.NewClosed,
        ["erased"] = difference.Erased,
        ["left_out"] = difference.LeftOut,
        ["began"] = Of(difference.Began),
        ["ended"] = Of(difference.Ended),
        ["definitions"] = new JsonArray([.. difference.Definitions.Select(definition => (JsonNode)definition)]),
    }.ToJsonString(Writing);

    private static JsonObject Of(ExportManifest manifest) => new() { ["export"] = manifest.Export.ToString(), ["size"] = manifest.Size };

    private static JsonArray Of(List<ConsentChange> changes) => new([.. changes.Select(change => (JsonNode)new JsonObject
    {
        ["leaf"] = change.Leaf, ["grant_id"] = change.Grant.ToString(), ["purpose"] = change.Purpose, ["kind"] = change.Kind,
    })]);
}
