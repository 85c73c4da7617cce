using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The exact document a resident reads and signs: canonical JSON (RFC 8785) with everything that is shown, everything that is agreed, and
/// 32 random bytes, so that its digest, which recipients see, tells nothing about its content (DESIGN §4).
/// </summary>
public sealed class ConsentDocument
{
    /// <summary>The salt, in bytes.</summary>
    public const int SaltBytes = 32;

    /// <summary>The longest document, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>How long a document can be signed after it was shown: 30 minutes.</summary>
    public static readonly TimeSpan SignWithin = TimeSpan.FromMinutes(30);

    private ConsentDocument(byte[] bytes) => Bytes = bytes;

    /// <summary>The exact bytes, UTF-8.</summary>
    public byte[] Bytes { get; }

    /// <summary>SHA-256 of the bytes, 32 bytes: the <c>consent_digest</c> of evidence, entry and receipt.</summary>
    public byte[] Digest => DigestOf(Bytes);

    /// <summary>SHA-256 of a document's bytes, 32 bytes.</summary>
    public static byte[] DigestOf(ReadOnlySpan<byte> document) => Sha256.Hash(document);

    /// <summary>Writes a fresh document. Two calls never give the same bytes.</summary>
    internal static ConsentDocument Of(string origin, Grant grant, Purpose purpose, Dataset dataset, GrantTerms terms, DateTimeOffset now) =>
        new(CanonicalJson.Serialize(new JsonObject
        {
            ["v"] = 1,
            ["type"] = "pds-consent-document",
            ["origin"] = origin,
            ["salt"] = Base64Url.Encode(RandomSource.Bytes(SaltBytes)),
            ["prepared_at"] = Instant.Format(now),
            ["request"] = grant.Request.ToString(),
            ["grant_id"] = grant.Id.ToString(),
            ["resident_ref"] = grant.Reference.ToString(),
            ["recipient"] = new JsonObject { ["id"] = grant.Recipient.ToString(), ["name_ja"] = purpose.RecipientNameJa },
            ["purpose"] = PurposePart(grant, purpose),
            ["dataset"] = DatasetPart(dataset, terms),
            ["terms"] = TermsPart(terms),
            ["shown"] = ShownPart(purpose, dataset, terms),
        }));

    /// <summary>Its own name only: it speaks about a person.</summary>
    public override string ToString() => nameof(ConsentDocument);

    private static JsonObject PurposePart(Grant grant, Purpose purpose) => new()
    {
        ["id"] = grant.Purpose.ToString(),
        ["name_ja"] = purpose.NameJa,
        ["lawful_basis"] = "consent",
        ["dpv"] = purpose.DpvCode,
        ["pia"] = purpose.PiaReference,
        ["notice_url"] = purpose.NoticeUrl,
    };

    private static JsonObject DatasetPart(Dataset dataset, GrantTerms terms) => new()
    {
        ["id"] = dataset.Id.ToString(),
        ["name_ja"] = dataset.NameJa,
        ["fields"] = new JsonArray([.. terms.Fields.Select(name => (JsonNode)new JsonObject
        {
            ["name"] = name, ["label_ja"] = dataset.Field(name)!.LabelJa, ["sensitive"] = dataset.Field(name)!.Sensitive,
        })]),
    };

    private static JsonObject TermsPart(GrantTerms terms) => new()
    {
        ["fields"] = new JsonArray([.. terms.Fields.Select(name => (JsonNode)name)]),
        ["starts"] = Instant.Format(terms.Starts),
        ["ends"] = Instant.Format(terms.Ends),
        ["data_from"] = Day(terms.Range.From),
        ["data_until"] = Day(terms.Range.Until),
        ["calls"] = terms.Calls.Calls,
        ["period"] = TermWords.Of(terms.Calls.Period),
        ["retention_days"] = terms.RetentionDays,
        ["mode"] = TermWords.Of(terms.Mode),
    };

    private static JsonObject ShownPart(Purpose purpose, Dataset dataset, GrantTerms terms) => new()
    {
        ["lang"] = "ja",
        ["title"] = ShownText.Title,
        ["lead"] = ShownText.Lead(purpose, dataset),
        ["paragraphs"] = new JsonArray([.. ShownText.Paragraphs(purpose, dataset, terms).Select(p => (JsonNode)new JsonObject
        {
            ["key"] = p.Key, ["heading"] = p.HeadingJa, ["text"] = p.TextJa,
        })]),
    };

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
