using Pds.Ledger;

namespace Pds.Consent;

/// <summary>One consent: who may have what, why, until when, and where it stands. Its versions are the row's versions.</summary>
public sealed record Grant
{
    /// <summary>The grant.</summary>
    public required GrantId Id { get; init; }

    /// <summary>The request it answers.</summary>
    public required ConsentRequestId Request { get; init; }

    /// <summary>Whose data. Never told to the recipient.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>The recipient's pairwise name for the resident.</summary>
    public required ResidentRef Reference { get; init; }

    /// <summary>Who receives.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>Why; compared by exact code and version.</summary>
    public required PurposeVersion Purpose { get; init; }

    /// <summary>What kind of record.</summary>
    public required DatasetVersion Dataset { get; init; }

    /// <summary>What is covered.</summary>
    public required GrantTerms Terms { get; init; }

    /// <summary>SHA-256 of the document the resident saw and signed, 32 bytes.</summary>
    public required byte[] ConsentDigest { get; init; }

    /// <summary>RFC 7638 thumbprint of the recipient's encryption key the shares were made for.</summary>
    public required string EncJkt { get; init; }

    /// <summary>Its place in the status lists; random and never used before.</summary>
    public required int StatusIndex { get; init; }

    /// <summary>Where it stands.</summary>
    public required GrantState State { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>When its state last changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The row's version as read; 0 before it is stored. The etag.</summary>
    public long Version { get; init; }

    /// <summary>Ids only, never a value.</summary>
    public override string ToString() => $"Grant({Id}, {State})";
}
