using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One consent, from the moment it is asked for: who may have what, why, until when, and where it stands. The row's version is its
/// etag, and every act names the version it read.
/// </summary>
public sealed record Grant
{
    /// <summary>The grant.</summary>
    public required GrantId Id { get; init; }

    /// <summary>The request it is an item of.</summary>
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

    /// <summary>What was given; before that, what was asked for.</summary>
    public required GrantTerms Terms { get; init; }

    /// <summary>Where it stands.</summary>
    public required GrantState State { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when it can be answered (half-open, UTC).</summary>
    public required DateTimeOffset AnswerBefore { get; init; }

    /// <summary>When its state last changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What came of the yes; null until the resident gave it.</summary>
    public GivenConsent? Given { get; init; }

    /// <summary>Leaf index of the entry that moved it last; null before it was given.</summary>
    public long? LastEntry { get; init; }

    /// <summary>Version of the row it was read from: the etag, and the precondition of a change; 0 before it is stored.</summary>
    [JsonIgnore]
    public long RowVersion { get; init; }

    /// <summary>Position among all grants, for paging; 0 before it is stored.</summary>
    [JsonIgnore]
    public long Ordinal { get; init; }

    /// <summary>Ids only, never a value.</summary>
    public override string ToString() => $"Grant({Id}, {State})";
}
