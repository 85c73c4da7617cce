using System.Text.Json.Nodes;

namespace Pds.Auditor.Reports.Records;

/// <summary>
/// A consent as a JSON-LD node with terms of the W3C Data Privacy Vocabulary, for the fields of ISO/IEC TS 27560. What neither has a term
/// for is in our own namespace <c>urn:pds:record#</c>. The context is in the file: nobody has to fetch one.
/// </summary>
internal static class DpvProjection
{
    private const string Organization = "urn:pds:organization:", Purpose = "urn:pds:purpose:", Subject = "urn:pds:pseudonym:", Consent = "urn:pds:consent:";

    private static readonly Dictionary<string, string> States = new(StringComparer.Ordinal)
    {
        ["Active"] = "dpv:ConsentGiven", ["Paused"] = "dpv:ConsentGiven", ["Withdrawn"] = "dpv:ConsentWithdrawn", ["Expired"] = "dpv:ConsentExpired",
        ["Inapplicable"] = "dpv:ConsentInvalidated",
    };

    /// <summary>The context of the file.</summary>
    public static JsonObject Context() => new()
    {
        ["dpv"] = "https://w3id.org/dpv#", ["dct"] = "http://purl.org/dc/terms/", ["pds"] = "urn:pds:record#",
    };

    /// <summary>The node.</summary>
    public static JsonObject Of(ConsentRecord record) => new()
    {
        ["@id"] = Consent + record["id"],
        ["@type"] = "dpv:ConsentRecord",
        ["dct:conformsTo"] = "ISO/IEC TS 27560:2023",
        ["dct:created"] = record["given_at"],
        ["dpv:hasConsentStatus"] = States.GetValueOrDefault(record["state"], "dpv:ConsentUnknown"),
        ["dpv:hasDataSubject"] = new JsonObject { ["@id"] = Subject + record["subject"], ["@type"] = "dpv:DataSubject" },
        ["dpv:hasDataController"] = new JsonObject { ["@id"] = record["controller"], ["@type"] = "dpv:DataController" },
        ["dpv:hasRecipient"] = new JsonObject { ["@id"] = Organization + record["recipient"], ["@type"] = "dpv:Recipient", ["dct:title"] = record["recipient_name"] },
        ["dpv:hasPurpose"] = new JsonObject { ["@id"] = Purpose + record["purpose"], ["@type"] = record["purpose_category"], ["dct:title"] = record["purpose_name"] },
        ["dpv:hasPersonalData"] = new JsonArray([.. Split(record["data"]).Select(name => (JsonNode)new JsonObject
        {
            ["@type"] = Split(record["sensitive_data"]).Contains(name) ? "dpv:SensitivePersonalData" : "dpv:PersonalData", ["dct:identifier"] = name,
        })]),
        ["dpv:hasLegalBasis"] = "dpv:Consent",
        ["dpv:hasStorageCondition"] = new JsonObject { ["@type"] = "dpv:StorageDuration", ["pds:days"] = record["retention_days"] },
        ["dpv:hasProcessing"] = record["mode"] == "store" ? "dpv:Store" : "dpv:Consult",
        ["dpv:hasJurisdiction"] = record["jurisdiction"],
        ["dpv:hasNotice"] = new JsonObject { ["@id"] = record["notice"], ["@type"] = "dpv:ConsentNotice" },
        ["pds:state"] = record["state"],
        ["pds:validFrom"] = record["valid_from"],
        ["pds:validUntil"] = record["valid_until"],
        ["pds:endedAt"] = record["ended_at"],
        ["pds:evidenceType"] = record["evidence_type"],
        ["pds:consentDigest"] = record["consent_digest"],
        ["pds:commitment"] = record["commitment"],
        ["pds:recordDigest"] = record.Digest,
    };

    /// <summary>The members a node says, and the digest it carries. What a node lacks is empty.</summary>
    public static (ConsentRecord Record, string Digest) Read(JsonNode? node)
    {
        var data = (node?["dpv:hasPersonalData"] as JsonArray ?? []).ToList();
        var state = Text(node, "pds:state");
        return (new ConsentRecord(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = After(Text(node, "@id"), Consent),

            // The vocabulary's word and ours must tell the same.
            ["state"] = Text(node, "dpv:hasConsentStatus") == States.GetValueOrDefault(state, "dpv:ConsentUnknown") ? state : "",
            ["given_at"] = Text(node, "dct:created"),
            ["valid_from"] = Text(node, "pds:validFrom"),
            ["valid_until"] = Text(node, "pds:validUntil"),
            ["ended_at"] = Text(node, "pds:endedAt"),
            ["subject"] = After(Text(node?["dpv:hasDataSubject"], "@id"), Subject),
            ["controller"] = Text(node?["dpv:hasDataController"], "@id"),
            ["recipient"] = After(Text(node?["dpv:hasRecipient"], "@id"), Organization),
            ["recipient_name"] = Text(node?["dpv:hasRecipient"], "dct:title"),
            ["purpose"] = After(Text(node?["dpv:hasPurpose"], "@id"), Purpose),
            ["purpose_name"] = Text(node?["dpv:hasPurpose"], "dct:title"),
            ["purpose_category"] = Text(node?["dpv:hasPurpose"], "@type"),
            ["data"] = string.Join(' ', data.Select(one => Text(one, "dct:identifier"))),
            ["sensitive_data"] = string.Join(' ', data.Where(one => Text(one, "@type") == "dpv:SensitivePersonalData").Select(one => Text(one, "dct:identifier"))),
            ["retention_days"] = Text(node?["dpv:hasStorageCondition"], "pds:days"),
            ["mode"] = Text(node, "dpv:hasProcessing") switch { "dpv:Store" => "store", "dpv:Consult" => "view", _ => "" },
            ["evidence_type"] = Text(node, "pds:evidenceType"),
            ["jurisdiction"] = Text(node, "dpv:hasJurisdiction"),
            ["notice"] = Text(node?["dpv:hasNotice"], "@id"),
            ["consent_digest"] = Text(node, "pds:consentDigest"),
            ["commitment"] = Text(node, "pds:commitment"),
        }), Text(node, "pds:recordDigest"));
    }

    internal static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal static string Text(JsonNode? node, string name) =>
        node is JsonObject json && json.TryGetPropertyValue(name, out var member) && member is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static string After(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : "";
}
