using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The exact document a resident reads and agrees to before somebody may act for her: canonical JSON (RFC 8785) with who, what, what not, until
/// when and how it ends, and a salt of 32 random bytes.
/// </summary>
public sealed class MandateDocument
{
    /// <summary>The longest document, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>How long a document can be agreed to after it was shown: 30 minutes.</summary>
    public static readonly TimeSpan SignWithin = TimeSpan.FromMinutes(30);

    private MandateDocument(byte[] bytes) => Bytes = bytes;

    /// <summary>The exact bytes, UTF-8.</summary>
    public byte[] Bytes { get; }

    /// <summary>SHA-256 of the bytes, 32 bytes.</summary>
    public byte[] Digest => Sha256.Hash(Bytes);

    /// <summary>Writes a fresh document. Two calls never give the same bytes.</summary>
    internal static MandateDocument Of(string origin, Mandate mandate, IReadOnlyList<string> datasetNames, DateTimeOffset now) =>
        new(CanonicalJson.Serialize(new JsonObject
        {
            ["v"] = 1,
            ["type"] = "pds-mandate-document",
            ["origin"] = origin,
            ["salt"] = Base64Url.Encode(RandomSource.Bytes(ConsentDocument.SaltBytes)),
            ["prepared_at"] = Instant.Format(now),
            ["mandate"] = mandate.Id.ToString(),
            ["role"] = MandateWords.Of(mandate.Role),
            ["acts"] = new JsonArray([.. mandate.Acts.Select(act => (JsonNode)MandateWords.Of(act))]),
            ["datasets"] = new JsonArray([.. mandate.Datasets.Select(code => (JsonNode)code)]),
            ["starts"] = Instant.Format(mandate.Starts),
            ["ends"] = Instant.Format(mandate.Ends),
            ["applies"] = mandate.AfterDeath ? "after_death" : "life",
            ["actor_name"] = mandate.ActorName,
            ["resident_name"] = mandate.ResidentName,
            ["shown"] = new JsonObject
            {
                ["lang"] = "ja",
                ["title"] = Texts.Mandate["title"],
                ["paragraphs"] = new JsonArray([.. Paragraphs(mandate, datasetNames).Select(one => (JsonNode)new JsonObject
                {
                    ["key"] = one.Key, ["heading"] = Texts.Mandate[one.Key], ["text"] = one.Text,
                })]),
            },
        }));

    /// <summary>Its own name only: it ties two persons.</summary>
    public override string ToString() => nameof(MandateDocument);

    private static IEnumerable<(string Key, string Text)> Paragraphs(Mandate mandate, IReadOnlyList<string> datasetNames)
    {
        yield return ("who", Texts.Mandate.Format("who.text", mandate.ActorName));
        yield return ("role", Texts.Mandate["role." + MandateWords.Of(mandate.Role)]);
        yield return ("may", string.Concat(mandate.Acts.Select(act => Texts.Mandate["act." + MandateWords.Of(act)])));
        if (datasetNames.Count > 0)
        {
            yield return ("yes", string.Join(Texts.Mandate["separator"], datasetNames));
        }

        yield return ("not", Texts.Mandate["not.text"]);
        yield return ("until", Texts.Mandate.Format(
            mandate.AfterDeath ? "until.after-death" : "until.text", CivilText.Date(TokyoTime.LastDayBefore(mandate.Ends))));
        yield return ("stop", Texts.Mandate["stop.text"]);
        yield return ("record", Texts.Mandate["record.text"]);
        yield return ("name", Texts.Mandate.Format("name.text", mandate.ResidentName));
    }
}
