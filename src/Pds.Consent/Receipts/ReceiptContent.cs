using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>What a receipt says (DESIGN §4). The first block is always visible; the holder decides who sees the second.</summary>
public sealed record ReceiptContent
{
    /// <summary>When the receipt is made; whole seconds, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The consent's end (half-open); whole seconds, UTC.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The recipient's key: only its owner can present the receipt (RFC 7800 <c>cnf</c>).</summary>
    public required Es256PublicKey Holder { get; init; }

    /// <summary>Where its status is published.</summary>
    public required StatusPlace Status { get; init; }

    /// <summary>The consent.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>Which ledger, and which entry of it.</summary>
    public required LogPlace Log { get; init; }

    /// <summary>SHA-256 of the exact consent document the resident saw and signed: 32 bytes.</summary>
    public required byte[] ConsentDigest { get; init; }

    /// <summary>RFC 7638 thumbprint of the recipient's encryption key.</summary>
    public required string EncJkt { get; init; }

    /// <summary>Why.</summary>
    public required PurposeVersion Purpose { get; init; }

    /// <summary>Who receives.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>The recipient's pairwise name for the resident.</summary>
    public required ResidentRef ResidentRef { get; init; }

    /// <summary>What data, field by field; 1 to 64.</summary>
    public required IReadOnlyList<ReceiptAttribute> Attributes { get; init; }

    /// <summary>Exactly what was shown.</summary>
    public required ReceiptNotice Notice { get; init; }

    /// <summary>On what ground, and how to take it back.</summary>
    public required ReceiptLegalBasis LegalBasis { get; init; }

    /// <summary>How long and where the data is kept.</summary>
    public required ReceiptRetention Retention { get; init; }

    /// <summary>Whose law, and who answers for it.</summary>
    public required ReceiptJurisdiction Jurisdiction { get; init; }

    /// <summary>The act itself.</summary>
    public required ReceiptEvidence ConsentEvidence { get; init; }

    /// <summary>Who acted for the resident; null when nobody did.</summary>
    public ReceiptActor? ActedBy { get; init; }
}
