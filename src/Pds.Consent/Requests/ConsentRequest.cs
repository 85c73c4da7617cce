using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One organisation asks one resident for one purpose. Several requests made in one sitting share <see cref="Sitting"/> and are
/// answered each on its own (FEATURES C1).
/// </summary>
public sealed record ConsentRequest
{
    /// <summary>The request.</summary>
    public required ConsentRequestId Id { get; init; }

    /// <summary>The first request of the same sitting; itself when it came alone.</summary>
    public required ConsentRequestId Sitting { get; init; }

    /// <summary>Who is asked. Never told to the recipient.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>The recipient's pairwise name for the resident.</summary>
    public required ResidentRef Reference { get; init; }

    /// <summary>Who asks.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>Why.</summary>
    public required PurposeVersion Purpose { get; init; }

    /// <summary>What kind of record.</summary>
    public required DatasetVersion Dataset { get; init; }

    /// <summary>What is asked for: the most a document may say.</summary>
    public required GrantTerms Terms { get; init; }

    /// <summary>REQUESTED until answered; then DECLINED, ACTIVE (given, see <see cref="Grant"/>), EXPIRED or INAPPLICABLE.</summary>
    public required GrantState State { get; init; }

    /// <summary>The consent that came of it; null while there is none.</summary>
    public GrantId? Grant { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when it can be answered (half-open, UTC).</summary>
    public required DateTimeOffset AnswerBefore { get; init; }

    /// <summary>The row's version as read; 0 before it is stored. The etag.</summary>
    public long Version { get; init; }

    /// <summary>Ids only, never a value.</summary>
    public override string ToString() => $"ConsentRequest({Id}, {State})";
}
