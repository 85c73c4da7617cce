using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A resident's act on one of their consents. Who is calling was proved before, by the device's call proof.</summary>
public sealed record ResidentAct
{
    /// <summary>Who acts, or for whom somebody acts.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>On which consent.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>The row version the caller read (the etag); null when any will do.</summary>
    public long? RowVersion { get; init; }

    /// <summary>The web host that carried the act; null when the resident's own device did.</summary>
    public string? ActedBy { get; init; }

    /// <summary>Over which channel and by whose hands, when it was not her own device or session alone.</summary>
    public Acting? Acting { get; init; }

    /// <summary>Rows to write in the same command, such as the mark of the request id.</summary>
    public IReadOnlyList<Change> Alongside { get; init; } = [];
}
