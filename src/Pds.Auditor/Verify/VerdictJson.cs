using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Auditor.Checks;

namespace Pds.Auditor.Verify;

/// <summary>A verdict for programs: one JSON object, stable member names, faults by their code.</summary>
internal static class VerdictJson
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object as text.</summary>
    public static string Of(Verdict verdict) => new JsonObject
    {
        ["verdict"] = verdict.Word,
        ["exit_code"] = verdict.ExitCode,
        ["export"] = verdict.Manifest?.Export.ToString(),
        ["origin"] = verdict.Manifest?.Origin,
        ["size"] = verdict.Manifest?.Size,
        ["log_key"] = verdict.LogKey,
        ["anchors"] = new JsonObject
        {
            ["policy"] = verdict.Anchors.Policy is null ? "export" : "given",
            ["root"] = verdict.Anchors.Root is null ? "export" : "given",
            ["previous"] = verdict.Anchors.Previous is null ? "none" : "given",
        },
        ["checks"] = new JsonArray([.. verdict.Checks.Select(check => (JsonNode)Of(check))]),
        ["not_run"] = new JsonArray([.. verdict.NotRun.Select(id => (JsonNode)id)]),
    }.ToJsonString(Writing);

    private static JsonObject Of(CheckReport check) => new()
    {
        ["id"] = check.Id,
        ["status"] = check.Status.ToString().ToLowerInvariant(),
        ["seen"] = check.Seen,
        ["failures"] = check.Failures,
        ["first"] = check.First is not { } first ? null : new JsonObject
        {
            ["fault"] = first.Fault.ToString(),
            ["severity"] = first.Severity.ToString().ToLowerInvariant(),
            ["place"] = first.Place,
            ["leaf"] = first.Leaf,
        },
        ["not_applicable"] = new JsonArray([.. check.NotApplicable.Select(key => (JsonNode)key)]),
    };
}
