using Pds.Consent;

namespace Pds.Disclosure;

/// <summary>What was read for one decision: the facts, and the rows they came from with their versions.</summary>
internal sealed record CallView(GateFacts Facts)
{
    public DisclosureCall? Call { get; init; }

    public Organization? Organization { get; init; }

    /// <summary>The same proof, used before; null for a new one.</summary>
    public EarlierCall? Earlier { get; init; }

    public Grant? Grant => Facts.Grant;

    public Purpose? Purpose => Facts.Purpose;

    public override string ToString() => nameof(CallView);
}

/// <summary>A call that came before with the same proof.</summary>
internal sealed record EarlierCall(CallRow Row, IntentRow Intent, long IntentVersion)
{
    public override string ToString() => nameof(EarlierCall);
}
