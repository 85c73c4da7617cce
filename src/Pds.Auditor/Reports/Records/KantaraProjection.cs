using System.Globalization;
using System.Text.Json.Nodes;
using Pds.Consent;

namespace Pds.Auditor.Reports.Records;

/// <summary>
/// A consent as a receipt of the Kantara Initiative's Consent Receipt Specification v1.1. What that has no member for is in <c>pds</c>.
/// Of a controller's address, e-mail and telephone it holds what the receipt holds, and nothing is made up.
/// </summary>
internal static class KantaraProjection
{
    /// <summary>The receipt.</summary>
    /// <param name="record">The consent.</param>
    /// <param name="controller">The controller as the consent's own receipt names it; null when that is not disclosed.</param>
    public static JsonObject Of(ConsentRecord record, ReceiptParty? controller) => new()
    {
        ["version"] = "KI-CR-v1.1.0",
        ["jurisdiction"] = record["jurisdiction"],
        ["consentTimestamp"] = ToTimestamp(record["given_at"]),
        ["collectionMethod"] = record["evidence_type"],
        ["consentReceiptID"] = record["id"],
        ["language"] = "ja",
        ["piiPrincipalId"] = record["subject"],
        ["piiControllers"] = new JsonArray(new JsonObject
        {
            ["piiController"] = controller?.Name ?? "",
            ["onBehalf"] = false,
            ["contact"] = controller?.Contact ?? "",
            ["address"] = new JsonObject { ["streetAddress"] = controller?.Address ?? "", ["addressCountry"] = record["jurisdiction"] },
            ["email"] = "",
            ["phone"] = "",
            ["piiControllerUrl"] = record["controller"],
        }),
        ["policyUrl"] = record["notice"],
        ["services"] = new JsonArray(new JsonObject
        {
            ["service"] = record["recipient_name"],
            ["purposes"] = new JsonArray(new JsonObject
            {
                ["purpose"] = record["purpose_name"],
                ["purposeCategory"] = new JsonArray(record["purpose_category"]),
                ["consentType"] = "EXPLICIT",
                ["piiCategory"] = new JsonArray([.. DpvProjection.Split(record["data"]).Select(name => (JsonNode)name)]),
                ["primaryPurpose"] = true,
                ["termination"] = record["valid_until"],
                ["thirdPartyDisclosure"] = true,
                ["thirdPartyName"] = record["recipient_name"],
            }),
        }),
        ["sensitive"] = record["sensitive_data"].Length > 0,
        ["spiCat"] = new JsonArray([.. DpvProjection.Split(record["sensitive_data"]).Select(name => (JsonNode)name)]),
        ["pds"] = new JsonObject
        {
            ["state"] = record["state"],
            ["valid_from"] = record["valid_from"],
            ["ended_at"] = record["ended_at"],
            ["recipient"] = record["recipient"],
            ["purpose"] = record["purpose"],
            ["retention_days"] = record["retention_days"],
            ["mode"] = record["mode"],
            ["consent_digest"] = record["consent_digest"],
            ["commitment"] = record["commitment"],
            ["record_digest"] = record.Digest,
        },
    };

    /// <summary>The members a receipt says, and the digest it carries. What a receipt lacks is empty.</summary>
    public static (ConsentRecord Record, string Digest) Read(JsonNode? json)
    {
        var (ours, purpose) = (json?["pds"], First(First(json?["services"])?["purposes"]));
        var controller = First(json?["piiControllers"]);
        var name = DpvProjection.Text(First(json?["services"]), "service");
        return (new ConsentRecord(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = DpvProjection.Text(json, "consentReceiptID"),
            ["state"] = DpvProjection.Text(ours, "state"),
            ["given_at"] = FromTimestamp(json?["consentTimestamp"]),
            ["valid_from"] = DpvProjection.Text(ours, "valid_from"),
            ["valid_until"] = DpvProjection.Text(purpose, "termination"),
            ["ended_at"] = DpvProjection.Text(ours, "ended_at"),
            ["subject"] = DpvProjection.Text(json, "piiPrincipalId"),
            ["controller"] = DpvProjection.Text(controller, "piiControllerUrl"),
            ["recipient"] = DpvProjection.Text(ours, "recipient"),
            ["recipient_name"] = DpvProjection.Text(purpose, "thirdPartyName") == name ? name : "",
            ["purpose"] = DpvProjection.Text(ours, "purpose"),
            ["purpose_name"] = DpvProjection.Text(purpose, "purpose"),
            ["purpose_category"] = Texts(purpose?["purposeCategory"]),
            ["data"] = Texts(purpose?["piiCategory"]),
            ["sensitive_data"] = Texts(json?["spiCat"]),
            ["retention_days"] = DpvProjection.Text(ours, "retention_days"),
            ["mode"] = DpvProjection.Text(ours, "mode"),
            ["evidence_type"] = DpvProjection.Text(json, "collectionMethod"),
            ["jurisdiction"] = DpvProjection.Text(json, "jurisdiction"),
            ["notice"] = DpvProjection.Text(json, "policyUrl"),
            ["consent_digest"] = DpvProjection.Text(ours, "consent_digest"),
            ["commitment"] = DpvProjection.Text(ours, "commitment"),
        }), DpvProjection.Text(ours, "record_digest"));
    }

    private static long ToTimestamp(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private static string FromTimestamp(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out long seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : "";

    private static JsonNode? First(JsonNode? list) => list is JsonArray { Count: > 0 } array ? array[0] : null;

    private static string Texts(JsonNode? list) =>
        list is JsonArray array ? string.Join(' ', array.Select(one => one is JsonValue value && value.TryGetValue(out string? text) ? text : "")) : "";
}
