using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The exact document a resident reads and signs before everything held about her is destroyed: canonical JSON (RFC 8785) that says what goes now,
/// what goes later and why, and what nobody here can take back, with a salt of 32 random bytes.
/// </summary>
public sealed class ErasureDocument
{
    /// <summary>The longest document, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    private static readonly string[] Paragraphs = ["now", "consents", "devices", "history", "elsewhere", "backups", "counted"];

    private ErasureDocument(byte[] bytes) => Bytes = bytes;

    /// <summary>The exact bytes, UTF-8.</summary>
    public byte[] Bytes { get; }

    /// <summary>SHA-256 of the bytes, 32 bytes: the <c>document_digest</c> of evidence and entry.</summary>
    public byte[] Digest => Sha256.Hash(Bytes);

    /// <summary>Writes a fresh document. Two calls never give the same bytes.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="resident">Who will sign it; only she sees it.</param>
    /// <param name="historyUntil">Until when history is kept by law, as far as is known now; null when nothing is.</param>
    /// <param name="now">When it is shown.</param>
    internal static ErasureDocument Of(string origin, ResidentId resident, DateTimeOffset? historyUntil, DateTimeOffset now) =>
        new(CanonicalJson.Serialize(new JsonObject
        {
            ["v"] = 1,
            ["type"] = "pds-erasure-document",
            ["origin"] = origin,
            ["salt"] = Base64Url.Encode(RandomSource.Bytes(ConsentDocument.SaltBytes)),
            ["prepared_at"] = Instant.Format(now),
            ["resident"] = resident.ToString(),
            ["history_until"] = historyUntil is { } until ? Instant.Format(until) : null,
            ["shown"] = new JsonObject
            {
                ["lang"] = "ja",
                ["title"] = Texts.Erasure["title"],
                ["lead"] = Texts.Erasure["lead"],
                ["paragraphs"] = new JsonArray([.. Paragraphs.Select(key => (JsonNode)new JsonObject
                {
                    ["key"] = key, ["heading"] = Texts.Erasure[key], ["text"] = key == "history" ? History(historyUntil) : Texts.Erasure[$"{key}.text"],
                })]),
            },
        }));

    /// <summary>Its own name only: it speaks about a person.</summary>
    public override string ToString() => nameof(ErasureDocument);

    private static string History(DateTimeOffset? until) => until is { } end
        ? Texts.Erasure.Format("history.later", CivilText.Date(TokyoTime.LastDayBefore(end)))
        : Texts.Erasure["history.now"];
}
