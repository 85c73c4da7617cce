// What a recipient finds when it opens a delivery: canonical JSON (RFC 8785),
//   {"v":1,"grant_id":…,"resident_ref":…,"dataset":"code@version","purpose":"code@version",
//    "records":[{"record":"rcd_…","data_date":"yyyy-MM-dd"?,"source_jwt":…,"disclosures":[…]}, …]}
// source_jwt with disclosures, joined by "~", is an SD-JWT of RFC 9901 whose issuer is the source: any library verifies it (V5).
// Every identifier in it is pairwise (D10): neither the resident's nor the record's own name appears.

using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>Opens the selected cells with the capsule's keys and writes the plaintext of a delivery.</summary>
public static class DeliveredData
{
    /// <summary>The format's version.</summary>
    public const int FormatVersion = 1;

    /// <summary>
    /// The plaintext, to be zeroed after sealing. Null when the capsule has no key for a field, or a cell does not open in its place: then
    /// nothing at all is delivered.
    /// </summary>
    internal static SecretBytes? Open(string origin, Grant grant, IReadOnlyList<SelectedRecord> records, Capsule capsule)
    {
        var opened = new JsonArray();
        foreach (var selected in records)
        {
            if (OpenRecord(origin, selected, capsule) is not { } record)
            {
                return null;
            }

            opened.Add((JsonNode)record);
        }

        var bytes = CanonicalJson.Serialize(new JsonObject
        {
            ["v"] = FormatVersion,
            ["grant_id"] = grant.Id.ToString(),
            ["resident_ref"] = grant.Reference.ToString(),
            ["dataset"] = grant.Dataset.ToString(),
            ["purpose"] = grant.Purpose.ToString(),
            ["records"] = opened,
        });
        var plaintext = SecretBytes.CopyOf(bytes);
        Array.Clear(bytes);
        return plaintext;
    }

    private static JsonObject? OpenRecord(string origin, SelectedRecord selected, Capsule capsule)
    {
        var disclosures = new JsonArray();
        foreach (var field in selected.Fields)
        {
            if (!capsule.TryGetKey(field, out var key) ||
                !Cell.TryOpen(origin, selected.Record.PlaceOf(field), key, selected.Record.Cells[field], out var disclosure))
            {
                return null;
            }

            disclosures.Add((JsonNode)disclosure);
        }

        var record = new JsonObject
        {
            ["record"] = capsule.PairwiseRecord(selected.Record.Record),
            ["source_jwt"] = selected.Record.SourceJwt,
            ["disclosures"] = disclosures,
        };
        if (selected.Record.DataDate is { } date)
        {
            record["data_date"] = date;
        }

        return record;
    }
}
