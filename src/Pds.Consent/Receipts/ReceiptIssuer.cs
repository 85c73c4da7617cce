using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>Makes receipts for GIVE and EXTEND: SD-JWT VC, <c>dc+sd-jwt</c>, ES256, with the city's chain in <c>x5c</c>.</summary>
public sealed class ReceiptIssuer(ReceiptSigner signer)
{
    // Eight claims can be disclosed; twelve digests hide whether somebody acted for the resident.
    private const int DigestsInStepsOf = 12;

    /// <summary>The receipt with all its disclosures, ending in <c>~</c>: for the recipient, who keeps it.</summary>
    public string Issue(ReceiptContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var builder = new SdJwtBuilder(VisibleClaims(content))
            .Disclosable("resident_ref", content.ResidentRef.ToString())
            .Disclosable("attributes", JsonSerializer.SerializeToNode(content.Attributes, ReceiptJson.Default.IReadOnlyListReceiptAttribute))
            .Disclosable("notice", JsonSerializer.SerializeToNode(content.Notice, ReceiptJson.Default.ReceiptNotice))
            .Disclosable("legal_basis", JsonSerializer.SerializeToNode(content.LegalBasis, ReceiptJson.Default.ReceiptLegalBasis))
            .Disclosable("retention", JsonSerializer.SerializeToNode(content.Retention, ReceiptJson.Default.ReceiptRetention))
            .Disclosable("jurisdiction", JsonSerializer.SerializeToNode(content.Jurisdiction, ReceiptJson.Default.ReceiptJurisdiction))
            .Disclosable("consent_evidence", JsonSerializer.SerializeToNode(content.ConsentEvidence, ReceiptJson.Default.ReceiptEvidence));
        if (content.ActedBy is { } actor)
        {
            builder.Disclosable("acted_by", JsonSerializer.SerializeToNode(actor, ReceiptJson.Default.ReceiptActor));
        }

        return signer.Sign(Receipt.Typ, builder, DigestsInStepsOf);
    }

    private JsonObject VisibleClaims(ReceiptContent content) => new()
    {
        ["iss"] = signer.Issuer,
        ["iat"] = content.IssuedAt.ToUnixTimeSeconds(),
        ["exp"] = content.Expires.ToUnixTimeSeconds(),
        ["vct"] = Receipt.Vct,
        ["cnf"] = new JsonObject { ["jwk"] = content.Holder.ToJwk() },
        ["status"] = content.Status.ToJson(),
        ["grant_id"] = content.Grant.ToString(),
        ["log"] = content.Log.ToJson(),
        ["consent_digest"] = Base64Url.Encode(content.ConsentDigest),
        ["enc_jkt"] = content.EncJkt,
        ["purpose"] = content.Purpose.ToString(),
        ["recipient"] = content.Recipient.ToString(),
    };
}
