using Pds.Ledger;

namespace Pds.Consent;

/// <summary>What the gate decides: <see cref="Allow"/> exactly this, or <see cref="Refused"/> by exactly one rule.</summary>
public abstract record GateDecision
{
    private GateDecision()
    {
    }

    /// <summary>Every rule holds.</summary>
    /// <param name="Fields">The fields to read, sorted; a subset of asked, granted and purpose.</param>
    /// <param name="Range">The data range to read; inside the granted one.</param>
    public sealed record Allow(IReadOnlyList<string> Fields, DataRange Range) : GateDecision;

    /// <summary>The first rule that fails, and why.</summary>
    /// <param name="Reason">The reason; for rules 1 to 3 always <see cref="RefusalReason.ReceiptNotAccepted"/>.</param>
    /// <param name="Rule">1 to 12. Rules 1 to 3 are for our own record only and never leave the server.</param>
    /// <param name="Field">The first field that was not granted (rule 8), else null.</param>
    /// <param name="At">The instant that decided (rules 5, 6, 7 and 10), UTC, else null.</param>
    /// <param name="Date">The civil date asked for that lies outside (rule 9), else null. For the resident and the auditor; the caller knows what it asked.</param>
    public sealed record Refused(RefusalReason Reason, int Rule, string? Field = null, DateTimeOffset? At = null, DateOnly? Date = null) : GateDecision
    {
        /// <summary>What of it the ledger tells.</summary>
        public RefusedOver Over => RuleOutcome.OverOf(Field, At, Date);
    }
}
