using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One organisation asks one resident in one sitting, for one item or several. Each item is a grant of its own that waits in state
/// REQUESTED and is answered on its own (FEATURES C1).
/// </summary>
public sealed record ConsentRequest
{
    /// <summary>The most items of one sitting: more than a person would read.</summary>
    public const int MaxItems = 20;

    /// <summary>The request.</summary>
    public required ConsentRequestId Id { get; init; }

    /// <summary>Who is asked. Never told to the recipient.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>The recipient's pairwise name for the resident.</summary>
    public required ResidentRef Reference { get; init; }

    /// <summary>Who asks.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>The items, in the order asked.</summary>
    public required IReadOnlyList<GrantId> Items { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when it can be answered (half-open, UTC).</summary>
    public required DateTimeOffset AnswerBefore { get; init; }

    /// <summary>Position among all requests, for paging; 0 before it is stored.</summary>
    [JsonIgnore]
    public long Ordinal { get; init; }

    /// <summary>Ids only, never a value.</summary>
    public override string ToString() => $"ConsentRequest({Id}, {Items.Count} items)";
}
