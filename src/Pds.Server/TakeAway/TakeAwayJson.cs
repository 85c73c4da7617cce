using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.TakeAway;

/// <summary>
/// The same content as JSON-LD 1.1: terms of schema.org, the W3C Data Privacy Vocabulary and PROV-O, with the context written out in each file, so that no
/// network is needed. A file is one object, its items one after the other in <c>@graph</c>.
/// </summary>
internal static class TakeAwayJson
{
    private static readonly JsonObject Context = new()
    {
        ["schema"] = "https://schema.org/",
        ["dpv"] = "https://w3id.org/dpv#",
        ["prov"] = "http://www.w3.org/ns/prov#",
        ["dct"] = "http://purl.org/dc/terms/",
        ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
        ["pds"] = "urn:pds:term:",
        ["name"] = "schema:name",
        ["description"] = "schema:description",
        ["identifier"] = "schema:identifier",
        ["propertyID"] = "schema:propertyID",
        ["conforms_to"] = Id("dct:conformsTo"),
        ["source"] = "dct:source",
        ["generated"] = Time("prov:generatedAtTime"),
        ["data_date"] = new JsonObject { ["@id"] = "dct:temporal", ["@type"] = "xsd:date" },
        ["values"] = new JsonObject { ["@id"] = "schema:additionalProperty", ["@container"] = "@set" },
        ["value"] = Json("schema:value"),
        ["recipient"] = "dpv:hasRecipient",
        ["purpose"] = "dpv:hasPurpose",
        ["legal_basis"] = Id("dpv:hasLegalBasis"),
        ["status"] = "dpv:hasConsentStatus",
        ["starts"] = Time("schema:validFrom"),
        ["ends"] = Time("schema:validThrough"),
        ["asked"] = Time("dct:created"),
        ["given"] = Time("dct:issued"),
        ["at"] = Time("prov:atTime"),
        ["fields"] = new JsonObject { ["@id"] = "dpv:hasPersonalData", ["@container"] = "@set" },
        ["consent"] = Id("dpv:hasConsent"),
        ["file"] = "pds:file",
        ["proof"] = "pds:proof",
        ["sha256"] = "pds:sha256",
        ["version"] = "schema:version",
        ["outcome"] = "pds:outcome",
        ["records"] = "pds:records",
        ["reason"] = "pds:reason",
        ["count"] = "pds:count",
        ["leaf"] = "pds:leaf",
        ["seq"] = "pds:seq",
        ["entry"] = Json("pds:entry"),
        ["opening"] = Json("pds:opening"),
        ["retention_days"] = "pds:retention_days",
        ["mode"] = "pds:mode",
        ["consent_digest"] = "pds:consent_digest",
    };

    /// <summary>Writes a file of items.</summary>
    public static async ValueTask WriteAsync<T>(
        Utf8JsonWriter writer, IAsyncEnumerable<T> items, Func<T, ValueTask<JsonObject>> nodeOf, CancellationToken cancellationToken)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("@context");
        Context.WriteTo(writer);
        writer.WriteStartArray("@graph");
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            (await nodeOf(item).ConfigureAwait(false)).WriteTo(writer);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>One record: catalogue code and version, schema, who wrote it and when, the source's signed original, and each value.</summary>
    public static async ValueTask<JsonObject> OfAsync(ListedRecord record, TakeAwaySource source, CancellationToken cancellationToken)
    {
        var stored = record.Stored;
        var dataset = await source.DatasetAsync(stored.Dataset, cancellationToken).ConfigureAwait(false);
        _ = OrganizationId.TryParse(stored.Source, out var by);
        var node = new JsonObject
        {
            ["@id"] = $"urn:pds:record:{stored.Record}",
            ["@type"] = "dpv:PersonalData",
            ["identifier"] = stored.Dataset,
            ["name"] = dataset?.NameJa,
            ["description"] = dataset?.DescriptionJa,
            ["conforms_to"] = new JsonArray([TakeAwayFiles.Schema(stored.Dataset), .. dataset?.ConformsTo is { } standard ? [(JsonNode)$"urn:pds:standard:{Uri.EscapeDataString(standard)}"] : Array.Empty<JsonNode>()]),
            ["version"] = stored.Version,
            ["source"] = await OrganizationAsync(by, source, cancellationToken).ConfigureAwait(false),
            ["generated"] = stored.Written,
            ["file"] = TakeAwayFiles.Record(stored.Record),
            ["sha256"] = Convert.ToHexStringLower(Sha256.Hash(Encoding.ASCII.GetBytes(stored.SourceJwt))),
            ["values"] = new JsonArray([.. record.Values.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (JsonNode)new JsonObject
            {
                ["@type"] = "schema:PropertyValue",
                ["propertyID"] = one.Key,
                ["name"] = dataset?.Field(one.Key)?.LabelJa ?? one.Key,
                ["value"] = JsonNode.Parse(one.Value.GetRawText()),
            })]),
        };
        if (stored.DataDate is { } date)
        {
            node["data_date"] = date;
        }

        return node;
    }

    /// <summary>One consent, request or refusal.</summary>
    public static async ValueTask<JsonObject> OfAsync(TakenConsent taken, TakeAwaySource source, CancellationToken cancellationToken)
    {
        var (grant, purpose) = (taken.View.Grant, taken.View.Purpose);
        var node = new JsonObject
        {
            ["@id"] = $"urn:pds:consent:{grant.Id}",
            ["@type"] = "dpv:Consent",
            ["recipient"] = await OrganizationAsync(grant.Recipient, source, cancellationToken).ConfigureAwait(false),
            ["purpose"] = new JsonObject
            {
                ["@id"] = $"urn:pds:purpose:{purpose.Id}", ["@type"] = purpose.DpvCode, ["name"] = purpose.NameJa, ["description"] = purpose.TextJa,
            },
            ["legal_basis"] = "dpv:Consent",
            ["identifier"] = grant.Dataset.ToString(),
            ["fields"] = new JsonArray([.. grant.Terms.Fields.Select(field => (JsonNode)field)]),
            ["status"] = grant.State.ToString().ToLowerInvariant(),
            ["asked"] = Instant.Format(grant.AskedAt),
            ["starts"] = Instant.Format(grant.Terms.Starts),
            ["ends"] = Instant.Format(grant.Terms.Ends),
            ["retention_days"] = grant.Terms.RetentionDays,
            ["mode"] = grant.Terms.Mode.ToString().ToLowerInvariant(),
        };
        if (grant.Given is { } given && taken.Receipt is not null)
        {
            node["given"] = Instant.Format(given.At);
            node["consent_digest"] = Base64Url.Encode(given.ConsentDigest);
            node["file"] = TakeAwayFiles.Receipt(grant.Id.ToString());
            node["proof"] = TakeAwayFiles.ReceiptProof(grant.Id.ToString());
        }

        return node;
    }

    /// <summary>One use: the record of a provision to somebody else.</summary>
    public static async ValueTask<JsonObject> OfAsync(TakenUse taken, TakeAwaySource source, CancellationToken cancellationToken)
    {
        var use = taken.Use;
        var node = new JsonObject
        {
            ["@id"] = FormattableString.Invariant($"urn:pds:leaf:{use.Index}"),
            ["@type"] = "prov:Activity",
            ["at"] = Instant.Format(use.At),
            ["recipient"] = await OrganizationAsync(use.Recipient, source, cancellationToken).ConfigureAwait(false),
            ["consent"] = $"urn:pds:consent:{use.Grant}",
            ["outcome"] = use.Outcome.ToString().ToLowerInvariant(),
            ["fields"] = new JsonArray([.. use.Fields.Select(field => (JsonNode)field)]),
            ["records"] = use.Records,
            ["count"] = use.Count,
            ["leaf"] = use.Index,
            ["proof"] = TakeAwayFiles.UseProof(use.Index),
        };
        if (use.Purpose is { } purpose)
        {
            node["purpose"] = new JsonObject { ["@id"] = $"urn:pds:purpose:{purpose}" };
        }

        if (use.Reason is { } reason)
        {
            node["reason"] = reason;
        }

        return node;
    }

    /// <summary>One entry of the history with everything its commitment is computed from; of what a law hides now, its place and no word.</summary>
    public static JsonObject Of(OpenedEntry entry, bool hidden)
    {
        var opening = new JsonObject
        {
            ["previous"] = Base64Url.Encode(entry.Previous),
            ["commitment"] = Base64Url.Encode(entry.Commitment),
            ["link_key"] = Base64Url.Encode(entry.LinkKey),
            ["chain_key"] = Base64Url.Encode(entry.ChainKey),
        };
        var node = new JsonObject
        {
            ["@id"] = FormattableString.Invariant($"urn:pds:leaf:{entry.Index}"), ["@type"] = "prov:Entity", ["leaf"] = entry.Index, ["seq"] = entry.Seq,
        };
        if (hidden)
        {
            opening["body_mac"] = Base64Url.Encode(Commitment.BodyMac(entry.BodyKey, entry.Body));
        }
        else
        {
            opening["body"] = Base64Url.Encode(entry.Body);
            opening["body_key"] = Base64Url.Encode(entry.BodyKey);
            node["at"] = Instant.Format(entry.Entry.At);
            node["entry"] = JsonNode.Parse(entry.Body);
        }

        node["opening"] = opening;
        return node;
    }

    private static async ValueTask<JsonObject> OrganizationAsync(OrganizationId id, TakeAwaySource source, CancellationToken cancellationToken) => new()
    {
        ["@id"] = $"urn:pds:organization:{id}", ["@type"] = "schema:Organization", ["name"] = await source.NameAsync(id, cancellationToken).ConfigureAwait(false),
    };

    private static JsonObject Id(string term) => new() { ["@id"] = term, ["@type"] = "@id" };

    private static JsonObject Time(string term) => new() { ["@id"] = term, ["@type"] = "xsd:dateTime" };

    private static JsonObject Json(string term) => new() { ["@id"] = term, ["@type"] = "@json" };
}
