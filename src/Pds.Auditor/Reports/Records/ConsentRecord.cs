using System.Text.Json.Nodes;
using Pds.Auditor.Reports.Stories;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Records;

/// <summary>
/// What one consent says, under neutral names: the members that every projection must agree on. Its digest is the SHA-256 of the
/// canonical JSON (RFC 8785) of these members, in base64url; each projection carries it (FEATURES X3, N3).
/// </summary>
/// <param name="Members">Texts by name; lists are joined by a space, because no member of a list holds one.</param>
internal sealed record ConsentRecord(IReadOnlyDictionary<string, string> Members)
{
    /// <summary>The names, each a member of every projection.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "id", "state", "given_at", "valid_from", "valid_until", "ended_at", "subject", "controller", "recipient", "recipient_name", "purpose", "purpose_name",
        "purpose_category", "data", "sensitive_data", "retention_days", "mode", "evidence_type", "jurisdiction", "notice", "consent_digest", "commitment",
    ];

    /// <summary>A member; empty when the consent has none.</summary>
    public string this[string name] => Members.GetValueOrDefault(name, "");

    /// <summary>SHA-256 of the members, base64url.</summary>
    public string Digest
    {
        get
        {
            var json = new JsonObject { ["type"] = "pds-consent-record", ["v"] = 1 };
            foreach (var name in Names)
            {
                json[name] = this[name];
            }

            return Base64Url.Encode(Sha256.Hash(CanonicalJson.Serialize(json)));
        }
    }

    /// <summary>The record of a consent that was given, with its receipt.</summary>
    public static ConsentRecord Of(ConsentStory consent, Receipt receipt, Purpose? purpose, string recipientName)
    {
        var given = consent.Given!;
        var sensitive = (receipt.Attributes ?? []).Where(attribute => attribute.Sensitive).Select(attribute => attribute.Name);
        return new ConsentRecord(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = consent.Grant.ToString(),
            ["state"] = consent.State.ToString(),
            ["given_at"] = Seconds(given.At),
            ["valid_from"] = Seconds(given.Starts),
            ["valid_until"] = Seconds(given.Ends),
            ["ended_at"] = consent.End is { } end ? Seconds(end.At) : "",
            ["subject"] = consent.Who?.ToString() ?? "",
            ["controller"] = receipt.Issuer,
            ["recipient"] = given.Recipient.ToString(),
            ["recipient_name"] = recipientName,
            ["purpose"] = given.Purpose,
            ["purpose_name"] = purpose?.NameJa ?? given.Purpose,
            ["purpose_category"] = purpose?.DpvCode ?? "",
            ["data"] = string.Join(' ', given.Fields),
            ["sensitive_data"] = string.Join(' ', sensitive),
            ["retention_days"] = given.RetentionDays.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["mode"] = given.Mode,
            ["evidence_type"] = given.EvidenceType,
            ["jurisdiction"] = receipt.Jurisdiction?.Country ?? "",
            ["notice"] = receipt.Notice?.Url ?? "",
            ["consent_digest"] = Base64Url.Encode(given.ConsentDigest),
            ["commitment"] = Base64Url.Encode(receipt.Log.Commitment),
        });
    }

    /// <summary>Its own name only: it is about a person.</summary>
    public override string ToString() => nameof(ConsentRecord);

    // Whole seconds: the coarsest of the projections, Kantara's timestamp, has no more.
    private static string Seconds(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
