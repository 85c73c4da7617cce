using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Exports;

/// <summary>What a resident read in the document she signed: names behind the ids. Read after A7 found the document to be the one entered.</summary>
/// <param name="Recipient">Who asked.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Labels">Fields by their name.</param>
/// <param name="ShownAt">When the document was made to be shown.</param>
internal sealed record SignedWords(string Recipient, string Purpose, IReadOnlyDictionary<string, string> Labels, DateTimeOffset? ShownAt)
{
    /// <summary>The words of some consents.</summary>
    /// <param name="folder">The export.</param>
    /// <param name="digests">Of which, with the digest their entries hold; a document with another digest is passed over.</param>
    public static Dictionary<GrantId, SignedWords> Read(ExportFolder folder, IReadOnlyDictionary<GrantId, byte[]> digests)
    {
        var found = new Dictionary<GrantId, SignedWords>();
        foreach (var line in folder.ReadParts(ExportNames.Consents, ExportedConsent.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedConsent.TryParse(bytes, out var consent)
                && digests.TryGetValue(consent.Grant, out var digest)
                && FixedTime.Equals(ConsentDocument.DigestOf(consent.Signed.Document), digest)
                && CanonicalJson.TryParse(consent.Signed.Document, out var document))
            {
                found[consent.Grant] = Of(document);
            }
        }

        return found;
    }

    private static SignedWords Of(JsonElement document)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.TryGetProperty("dataset", out var dataset) && dataset.ValueKind == JsonValueKind.Object
            && dataset.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array)
        {
            foreach (var field in fields.EnumerateArray().Where(field => field.ValueKind == JsonValueKind.Object))
            {
                labels[Text(field, "name")] = Text(field, "label_ja");
            }
        }

        return new SignedWords(
            Text(document, "recipient", "name_ja"),
            Text(document, "purpose", "name_ja"),
            labels,
            Instant.TryParse(Text(document, "prepared_at"), out var shown) ? shown : null);
    }

    private static string Text(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return "";
            }
        }

        return json.ValueKind == JsonValueKind.String ? json.GetString()! : "";
    }
}
