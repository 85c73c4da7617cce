using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>What was read for one decision: the facts, and the rows they came from with their versions.</summary>
internal sealed record CallView(GateFacts Facts)
{
    public DisclosureCall? Call { get; init; }

    public Organization? Organization { get; init; }

    /// <summary>The same proof, used before; null for a new one.</summary>
    public EarlierCall? Earlier { get; init; }

    /// <summary>The consent's purpose version and those that narrowed it; the last is <see cref="Purpose"/>.</summary>
    public IReadOnlyList<Purpose> PurposeLine { get; init; } = [];

    public Grant? Grant => Facts.Grant;

    public Purpose? Purpose => Facts.Purpose;

    /// <summary>
    /// What the decision stood on must still stand when something is recorded because of it: consent, purpose in every version that counts,
    /// and organisation with its state and keys. The rows say so, not our memory of them.
    /// </summary>
    public IEnumerable<Change> StillStands() =>
    [
        GrantRow.Require(Grant!),
        .. PurposeLine.Select(purpose => new Change.Require(PurposeRow.Key(purpose.Id), purpose.RowVersion)),
        .. Organization is { } organization
            ? (Change[])[new Change.Require(OrganizationRow.Key(organization.Id), organization.RowVersion)]
            : [],
    ];

    public override string ToString() => nameof(CallView);
}

/// <summary>A call that came before with the same proof.</summary>
internal sealed record EarlierCall(CallRow Row, IntentRow Intent, long IntentVersion)
{
    public override string ToString() => nameof(EarlierCall);
}
