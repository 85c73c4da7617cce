using Pds.Auditor.Exports;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Auditor.Reports.Stories;
using Pds.Consent;

namespace Pds.Auditor.Reports.Records;

/// <summary><c>consents.jsonld</c> and <c>kantara.json</c>, a consent a line, written as the receipts are read.</summary>
internal static class RecordFiles
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes both.</summary>
    public static void Write(AuditStory story, IEnumerable<Receipt> receipts, string dpv, string kantara)
    {
        using var graph = new StreamWriter(dpv, append: false, new UTF8Encoding(false));
        using var list = new StreamWriter(kantara, append: false, new UTF8Encoding(false));
        graph.Write($"{{\"@context\":{DpvProjection.Context().ToJsonString(Writing)},\"@graph\":[");
        list.Write('[');
        var separator = "\n";
        foreach (var receipt in receipts)
        {
            if (story.Consents.GetValueOrDefault(receipt.Grant) is not { Given: not null } consent)
            {
                continue;
            }

            var record = ConsentRecord.Of(
                consent, receipt, story.Purposes.GetValueOrDefault(consent.Purpose)?.Definition, Printable.Of(story.NameOf(consent.Recipient)));
            var controller = receipt.Jurisdiction?.Parties.FirstOrDefault(party => party.Role == "dpv:DataController");
            graph.Write(separator + DpvProjection.Of(record).ToJsonString(Writing));
            list.Write(separator + KantaraProjection.Of(record, controller).ToJsonString(Writing));
            separator = ",\n";
        }

        graph.Write("\n]}\n");
        list.Write("\n]\n");
    }
}
