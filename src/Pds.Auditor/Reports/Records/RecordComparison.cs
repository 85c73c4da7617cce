using System.Text.Json.Nodes;

namespace Pds.Auditor.Reports.Records;

/// <summary>Compares the projections of the same consents, member by member (FEATURES N3, for these two).</summary>
internal static class RecordComparison
{
    /// <summary>All differences of two files; empty when they say the same and every digest is over what is said.</summary>
    /// <param name="dpv">The JSON-LD file: an object with <c>@graph</c>.</param>
    /// <param name="kantara">The Kantara file: a list.</param>
    public static IEnumerable<RecordDifference> Differences(JsonNode? dpv, JsonNode? kantara)
    {
        var first = ById(dpv?["@graph"], DpvProjection.Read);
        var second = ById(kantara, KantaraProjection.Read);
        foreach (var id in first.Keys.Union(second.Keys, StringComparer.Ordinal))
        {
            if (!first.TryGetValue(id, out var one) || !second.TryGetValue(id, out var other))
            {
                yield return new RecordDifference(id, "missing", first.ContainsKey(id) ? id : "", second.ContainsKey(id) ? id : "");
                continue;
            }

            foreach (var name in ConsentRecord.Names.Where(name => one.Record[name] != other.Record[name]))
            {
                yield return new RecordDifference(id, name, one.Record[name], other.Record[name]);
            }

            if (one.Digest != one.Record.Digest || other.Digest != other.Record.Digest)
            {
                yield return new RecordDifference(id, "record_digest", one.Digest, other.Digest);
            }
        }
    }

    private static Dictionary<string, (ConsentRecord Record, string Digest)> ById(JsonNode? list, Func<JsonNode?, (ConsentRecord Record, string Digest)> read)
    {
        var all = new Dictionary<string, (ConsentRecord, string)>(StringComparer.Ordinal);
        foreach (var item in list as JsonArray ?? [])
        {
            var one = read(item);
            all.TryAdd(one.Record["id"], one);
        }

        return all;
    }
}
