using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Ledger;

namespace Pds.Auditor.Sampling;

/// <summary>A sample for programs: one JSON object, stable member names, times in UTC.</summary>
internal static class SampleJson
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object as text.</summary>
    public static string Of(Sample sample) => new JsonObject
    {
        ["export"] = sample.Manifest.Export.ToString(),
        ["origin"] = sample.Manifest.Origin,
        ["size"] = sample.Manifest.Size,
        ["root"] = sample.RootText,
        ["seed"] = sample.Seed,
        ["wanted"] = sample.Wanted,
        ["disclosures"] = sample.All,
        ["exit_code"] = sample.ExitCode,
        ["recipients"] = new JsonArray([.. sample.Strata.Select(one => (JsonNode)new JsonObject
        {
            ["name"] = one.Recipient, ["disclosures"] = one.All, ["drawn"] = one.Drawn,
        })]),
        ["drawn"] = new JsonArray([.. sample.Drawn.Select(one => (JsonNode)Of(one))]),
    }.ToJsonString(Writing);

    private static JsonObject Of(DrawnDisclosure drawn) => new()
    {
        ["number"] = drawn.Number,
        ["leaf"] = drawn.Leaf,
        ["at"] = Instant.Format(drawn.Disclosed.At),
        ["recipient"] = drawn.Disclosed.Recipient.ToString(),
        ["recipient_name"] = drawn.Recipient,
        ["grant_id"] = drawn.Disclosed.Grant.ToString(),
        ["resident"] = drawn.Who?.ToString(),
        ["purpose"] = drawn.Granted?.Entry.Purpose ?? drawn.Intent?.Entry.Purpose,
        ["fields_consented"] = Texts(drawn.Granted?.Entry.Fields),
        ["fields_read"] = Texts(drawn.Disclosed.Fields),
        ["records"] = drawn.Disclosed.Records,
        ["ends"] = drawn.Granted is { } granted ? Instant.Format(granted.Entry.Ends) : null,
        ["retention_days"] = drawn.Granted?.Entry.RetentionDays,
        ["evidence"] = drawn.Granted?.Entry.EvidenceType,
        ["consent_leaf"] = drawn.Granted?.Leaf,
        ["intent_leaf"] = drawn.Intent?.Leaf,
    };

    private static JsonArray? Texts(IReadOnlyList<string>? texts) => texts is null ? null : new JsonArray([.. texts.Select(text => (JsonNode)text)]);
}
