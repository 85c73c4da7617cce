using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>A published intent and the share its publication released: the only way to one.</summary>
/// <param name="Entry">The intent's entry.</param>
/// <param name="SealedLedgerShare">S_ledger, sealed to the gate for this very intent.</param>
/// <param name="Row">The use as kept.</param>
/// <param name="Records">The record versions it pinned.</param>
internal sealed record PublishedIntent(
    RecordedEntry Entry, byte[] SealedLedgerShare, IntentRow Row, IReadOnlyList<SelectedRecord> Records)
{
    public override string ToString() => nameof(PublishedIntent);
}

/// <summary>What came of trying to publish one.</summary>
internal abstract record IntentOutcome
{
    internal sealed record Published(PublishedIntent Intent) : IntentOutcome;

    /// <summary>Not possible, for this reason and by this rule.</summary>
    internal sealed record No(GateDecision.Refused Why) : IntentOutcome;

    /// <summary>Something the decision stood on changed under it: read and decide again.</summary>
    internal sealed record Changed(GateDecision.Refused Otherwise) : IntentOutcome;
}
