using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One consent document of an export as signed, with the evidence over it and what it takes to check it. A line of canonical JSON:
/// <c>document evidence evidence_type grant_id</c>, and by kind <c>device</c> or <c>passkey</c> (a public EC JWK), <c>provider</c> (a public
/// JWK) and <c>salt</c>, or <c>scanned</c> (true: the entries check it); document, evidence and salt base64url.
/// </summary>
/// <param name="Grant">The consent.</param>
/// <param name="Signed">Document and evidence, verbatim.</param>
/// <param name="Key">What checks the evidence; its thumbprint is what the ledger entered.</param>
public sealed record ExportedConsent(GrantId Grant, SignedDocument Signed, EvidenceKey Key)
{
    /// <summary>The longest line, in bytes: a document and an evidence of 64 KiB each, in base64url.</summary>
    public const int MaxLineBytes = 192 * 1024;

    /// <summary>The line, without its newline.</summary>
    public byte[] ToLine()
    {
        var line = SignedLine.Write(Signed, Key);
        line["grant_id"] = Grant.ToString();
        return CanonicalJson.Serialize(line);
    }

    /// <summary>Reads one line; another spelling, an unknown or missing member, or a wrong size is refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ExportedConsent? consent)
    {
        consent = line.Length <= MaxLineBytes
            && CanonicalJson.TryParse(line, out var json)
            && SignedLine.TryRead(json, ["grant_id"], out var signed, out var key)
            && JsonClaims.TryText(json, "grant_id", 64, out var id) && GrantId.TryParse(id, out var grant)
            ? new ExportedConsent(grant, signed, key)
            : null;
        return consent is not null;
    }

    /// <summary>Its own name only: it speaks about a person.</summary>
    public override string ToString() => nameof(ExportedConsent);
}
