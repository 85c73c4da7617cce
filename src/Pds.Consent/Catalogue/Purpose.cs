using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// A coded, versioned reason to ask for data: one recipient, one dataset, everything the resident reads, and the most that may be
/// asked (DESIGN §6, FEATURES B3, C17). A version never changes but for its review and its end.
/// </summary>
public sealed record Purpose
{
    /// <summary><c>code@version</c>.</summary>
    public required PurposeVersion Id { get; init; }

    /// <summary>Who receives.</summary>
    public required OrganizationId Recipient { get; init; }

    /// <summary>The recipient's name as residents read it, 1 to 100 characters.</summary>
    public required string RecipientNameJa { get; init; }

    /// <summary>The one dataset.</summary>
    public required DatasetVersion Dataset { get; init; }

    /// <summary>Fields without which the purpose cannot be served; together with the optional ones 1 to 64.</summary>
    public required IReadOnlyList<string> RequiredFields { get; init; }

    /// <summary>Fields the resident may leave out.</summary>
    public required IReadOnlyList<string> OptionalFields { get; init; }

    /// <summary>The purpose in a few words, 1 to 80 characters.</summary>
    public required string NameJa { get; init; }

    /// <summary>What the data is used for, in plain Japanese, 1 to 1,000 characters.</summary>
    public required string TextJa { get; init; }

    /// <summary>What the resident gains, 1 to 500 characters.</summary>
    public required string BenefitJa { get; init; }

    /// <summary>What happens when the resident says no, 1 to 500 characters.</summary>
    public required string OnRefusalJa { get; init; }

    /// <summary>On what ground.</summary>
    public required LawfulBasis Basis { get; init; }

    /// <summary>The most that may be asked.</summary>
    public required Ceilings Ceilings { get; init; }

    /// <summary>W3C Data Privacy Vocabulary purpose, such as <c>dpv:ServiceProvision</c>.</summary>
    public required string DpvCode { get; init; }

    /// <summary>Reference of the privacy impact assessment; required when a field is sensitive (FEATURES Q6).</summary>
    public string? PiaReference { get; init; }

    /// <summary>The recipient's system that receives, as residents read it, 1 to 60 characters; null when it names none (FEATURES T4).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SystemJa { get; init; }

    /// <summary>Where the full notice is published, https; null when there is none.</summary>
    public string? NoticeUrl { get; init; }

    /// <summary>What the notice check warned of when it was proposed, each <c>place:CODE</c>; null when of nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NoticeWarnings { get; init; }

    /// <summary>When the purpose itself ends (half-open, UTC).</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Where it stands.</summary>
    public PurposeState State { get; init; } = PurposeState.Proposed;

    /// <summary>What the board decided; null before.</summary>
    public ReviewDecision? Review { get; init; }

    /// <summary>
    /// The version that narrowed this one, if any: consents stay as they are and every use is held to the narrower version
    /// ("narrowing needs no new consent").
    /// </summary>
    public int? NarrowedBy { get; init; }

    /// <summary>Version of the row it was read from: the etag; 0 before it is stored.</summary>
    [JsonIgnore]
    public long RowVersion { get; init; }

    /// <summary>Position in the catalogue, for paging; 0 before it is stored.</summary>
    [JsonIgnore]
    public long Ordinal { get; init; }

    /// <summary>Required and optional fields together.</summary>
    public IEnumerable<string> AllFields => RequiredFields.Concat(OptionalFields);

    /// <summary>True when the purpose may be used at an instant (rule 7).</summary>
    public bool IsValidAt(DateTimeOffset now) => State == PurposeState.Approved && now < Expires;
}
