using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// A consent receipt as it came: SD-JWT VC (RFC 9901, draft-ietf-oauth-sd-jwt-vc), <c>dc+sd-jwt</c>, read strictly: exactly the
/// visible claims, no disclosable claim but ours, each of its exact form. Well-formed because it exists; true only once
/// <see cref="IsSignedBy"/> says so. Prints its type only.
/// </summary>
public sealed class Receipt
{
    /// <summary>The JOSE type of SD-JWT VC.</summary>
    public const string Typ = "dc+sd-jwt";

    /// <summary>The credential type and the version of its schema (TS 27560 <c>schema_version</c>).</summary>
    public const string Vct = "urn:pds:vct:consent-receipt:1";

    private static readonly string[] Visible =
    [
        "iss", "iat", "exp", "vct", "cnf", "status", "grant_id", "log", "consent_digest", "enc_jkt", "purpose", "recipient", "_sd", "_sd_alg",
    ];

    private Receipt(SdJwt sdJwt) => SdJwt = sdJwt;

    /// <summary>The token itself.</summary>
    public SdJwt SdJwt { get; }

    /// <summary>Who signed it: the city's https URL.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The first instant at which it is no longer valid.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The key it is bound to.</summary>
    public required Es256PublicKey Holder { get; init; }

    /// <summary>Where its status is published.</summary>
    public required StatusPlace Status { get; init; }

    /// <summary>The consent.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>The ledger entry it stands on.</summary>
    public required LogPlace Log { get; init; }

    /// <summary>SHA-256 of the consent document: 32 bytes.</summary>
    public required byte[] ConsentDigest { get; init; }

    /// <summary>Thumbprint of the recipient's encryption key.</summary>
    public required string EncJkt { get; init; }

    /// <summary>Why.</summary>
    public required PurposeVersion Purpose { get; init; }

    /// <summary>Who receives.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>The pairwise reference, when disclosed.</summary>
    public ResidentRef? ResidentRef { get; private set; }

    /// <summary>The consented fields, when disclosed.</summary>
    public IReadOnlyList<ReceiptAttribute>? Attributes { get; private set; }

    /// <summary>The notice shown, when disclosed.</summary>
    public ReceiptNotice? Notice { get; private set; }

    /// <summary>The ground, when disclosed.</summary>
    public ReceiptLegalBasis? LegalBasis { get; private set; }

    /// <summary>The retention, when disclosed.</summary>
    public ReceiptRetention? Retention { get; private set; }

    /// <summary>Law and parties, when disclosed.</summary>
    public ReceiptJurisdiction? Jurisdiction { get; private set; }

    /// <summary>The act of consent, when disclosed.</summary>
    public ReceiptEvidence? ConsentEvidence { get; private set; }

    /// <summary>Who acted for the resident, when somebody did and it is disclosed.</summary>
    public ReceiptActor? ActedBy { get; private set; }

    /// <summary>Reads a receipt without key binding, with all, some or none of its disclosures.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Receipt? receipt)
    {
        receipt = null;
        return SdJwt.TryParse(text, Typ, out var sdJwt) && sdJwt.KeyBindingJwt is null && TryRead(sdJwt, out receipt);
    }

    /// <summary>Whether somebody trusted to sign as its issuer did so.</summary>
    public bool IsSignedBy(IReceiptTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return trust.TryFindKey(SdJwt.IssuerJwt, Issuer, IssuedAt, out var key) && SdJwt.IsSignedBy(key);
    }

    /// <summary>The receipt's text with only the named disclosable claims, for a presentation.</summary>
    public string Present(params IReadOnlyCollection<string> claims) => SdJwt.Present(d => claims.Contains(d.Name!));

    /// <inheritdoc/>
    public override string ToString() => nameof(Receipt);

    /// <summary>Reads the claims of an SD-JWT that is one of ours; the key binding is the caller's matter.</summary>
    internal static bool TryRead(SdJwt sdJwt, [NotNullWhen(true)] out Receipt? receipt)
    {
        // Read from what the issuer signed, not from what was disclosed: these may not be selectively disclosable.
        var claims = sdJwt.IssuerJwt.Payload;
        receipt = null;
        if (!JsonClaims.HasExactly(claims, Visible)
            || !JsonClaims.TryText(claims, "iss", 200, out var issuer) || !ReceiptSigner.IsIssuer(issuer)
            || !JsonClaims.TryTime(claims, "iat", out var issuedAt)
            || !JsonClaims.TryTime(claims, "exp", out var expires) || expires < issuedAt
            || !JsonClaims.TryText(claims, "vct", 100, out var vct) || vct != Vct
            || !TryReadHolder(claims, out var holder)
            || !StatusPlace.TryRead(claims, out var status)
            || !JsonClaims.TryText(claims, "grant_id", 64, out var grantText) || !GrantId.TryParse(grantText, out var grant)
            || !LogPlace.TryRead(claims, out var log)
            || !JsonClaims.TryBytes(claims, "consent_digest", Sha256.Size, out var consentDigest)
            || !JsonClaims.TryText(claims, "enc_jkt", 43, out var encJkt)
            || !JsonClaims.TryBytes(claims, "enc_jkt", Sha256.Size, out _)
            || !JsonClaims.TryText(claims, "purpose", 100, out var purposeText) || !PurposeVersion.TryParse(purposeText, out var purpose)
            || !JsonClaims.TryText(claims, "recipient", 64, out var recipientText) || !OrganizationId.TryParse(recipientText, out var recipient))
        {
            return false;
        }

        receipt = new Receipt(sdJwt)
        {
            Issuer = issuer,
            IssuedAt = issuedAt,
            Expires = expires,
            Holder = holder,
            Status = status,
            Grant = grant,
            Log = log,
            ConsentDigest = consentDigest,
            EncJkt = encJkt,
            Purpose = purpose,
            Recipient = recipient,
        };
        if (!sdJwt.Disclosures.All(receipt.TryReadDisclosed))
        {
            receipt = null;
        }

        return receipt is not null;
    }

    private static bool TryReadHolder(JsonElement claims, [NotNullWhen(true)] out Es256PublicKey? holder)
    {
        holder = null;
        return claims.TryGetProperty("cnf", out var cnf)
            && JsonClaims.HasExactly(cnf, "jwk")
            && cnf.GetProperty("jwk") is var jwk
            && JsonClaims.HasExactly(jwk, "kty", "crv", "x", "y")
            && Es256PublicKey.TryFromJwk(jwk, out holder);
    }

    private bool TryReadDisclosed(SdDisclosure disclosure) => disclosure.Name switch
    {
        "resident_ref" => disclosure.Value.ValueKind == JsonValueKind.String
            && Pds.Ledger.ResidentRef.TryParse(disclosure.Value.GetString(), out var reference)
            && (ResidentRef = reference) is not null,
        "attributes" => (Attributes = Read(disclosure.Value, ReceiptJson.Default.IReadOnlyListReceiptAttribute)) is { Count: >= 1 and <= 64 },
        "notice" => (Notice = Read(disclosure.Value, ReceiptJson.Default.ReceiptNotice)) is not null,
        "legal_basis" => (LegalBasis = Read(disclosure.Value, ReceiptJson.Default.ReceiptLegalBasis)) is not null,
        "retention" => (Retention = Read(disclosure.Value, ReceiptJson.Default.ReceiptRetention)) is not null,
        "jurisdiction" => (Jurisdiction = Read(disclosure.Value, ReceiptJson.Default.ReceiptJurisdiction)) is not null,
        "consent_evidence" => (ConsentEvidence = Read(disclosure.Value, ReceiptJson.Default.ReceiptEvidence)) is not null,
        "acted_by" => (ActedBy = Read(disclosure.Value, ReceiptJson.Default.ReceiptActor)) is not null,
        _ => false,
    };

    // Unknown and missing members are refused by the reader's options; the parser throws for them, and only for them.
    private static T? Read<T>(JsonElement value, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return value.Deserialize(type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
