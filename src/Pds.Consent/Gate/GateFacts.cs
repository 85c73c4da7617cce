namespace Pds.Consent;

/// <summary>
/// Everything the gate's decision hangs on, read before and handed in. The gate reads nothing itself, so equal facts give equal
/// answers. A caller that already knows rule 1, 2 or 3 to fail leaves the rest empty.
/// </summary>
public sealed record GateFacts
{
    /// <summary>Rule 1: the presentation is a well-formed receipt with a well-formed call proof.</summary>
    public required bool ReceiptParses { get; init; }

    /// <summary>Rule 2: the receipt was signed by this city and its certificate chain holds.</summary>
    public required bool IssuerSignatureHolds { get; init; }

    /// <summary>Rule 3: the receipt names this caller and its key, and the call proof is signed by that key.</summary>
    public required bool BoundToCallerAndKey { get; init; }

    /// <summary>Rule 4.</summary>
    public CallProofStanding CallProof { get; init; } = CallProofStanding.Mismatched;

    /// <summary>The decision's time, UTC; never behind the ledger.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Rules 5, 6, 8, 9, 10: the consent as stored now; null when it was erased, which answers as withdrawn.</summary>
    public Grant? Grant { get; init; }

    /// <summary>Rule 5: a withdrawal is under way and its end is not known yet; counts as withdrawn (I-06).</summary>
    public bool WithdrawalLatched { get; init; }

    /// <summary>Rules 7 and 8: the purpose version the consent names, followed to the version that narrowed it; null when unknown.</summary>
    public Purpose? Purpose { get; init; }

    /// <summary>Rule 8: the fields asked for.</summary>
    public IReadOnlyCollection<string> Fields { get; init; } = [];

    /// <summary>Rule 9: the data range asked for; null asks for the granted one.</summary>
    public DataRange? Range { get; init; }

    /// <summary>Rule 10: deliveries already counted in the present period.</summary>
    public long UsesInPeriod { get; init; }

    /// <summary>Rule 11.</summary>
    public OrganizationState Organization { get; init; } = OrganizationState.Suspended;

    /// <summary>Rule 12: empty until obligations are built.</summary>
    public bool ObligationOutstanding { get; init; }
}
