using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>What the lines of signed documents and acts have in common: <c>document evidence evidence_type</c>, and what checks the evidence.</summary>
internal static class SignedLine
{
    private static readonly string[] Members = ["document", "evidence_type", "evidence"];

    // By kind of evidence.
    private static readonly string[][] Keys = [["device"], ["passkey"], ["provider", "salt"], ["scanned"]];

    /// <summary>The members.</summary>
    public static JsonObject Write(SignedDocument signed, EvidenceKey key)
    {
        var line = new JsonObject
        {
            ["document"] = Base64Url.Encode(signed.Document),
            ["evidence_type"] = signed.EvidenceType,
            ["evidence"] = Base64Url.Encode(signed.Evidence),
        };
        key.WriteTo(line);
        return line;
    }

    /// <summary>Reads them; a member that is neither of them nor of <paramref name="besides"/>, or one that is missing, is refused.</summary>
    public static bool TryRead(
        JsonElement json, string[] besides, [NotNullWhen(true)] out SignedDocument? signed, [NotNullWhen(true)] out EvidenceKey? key)
    {
        (signed, key) = (null, null);
        if (!Keys.Any(of => JsonClaims.HasExactly(json, [.. besides, .. Members, .. of]))
            || !JsonClaims.TryText(json, "evidence_type", 32, out var type)
            || !TryBytes(json, "document", out var document)
            || !TryBytes(json, "evidence", out var evidence)
            || !EvidenceKey.TryRead(json, out key))
        {
            return false;
        }

        signed = new SignedDocument(document, type, evidence);
        return true;
    }

    private static bool TryBytes(JsonElement json, string name, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return JsonClaims.TryText(json, name, (ConsentDocument.MaxBytes * 4 / 3) + 4, out var text)
            && Base64Url.TryDecode(text, out bytes) && bytes.Length <= ConsentDocument.MaxBytes;
    }
}
