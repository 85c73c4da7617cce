namespace Pds.Consent;

/// <summary>How long (TS 27560 <c>retention_period</c>) and where (<c>storage_locations</c>) the recipient keeps the data.</summary>
/// <param name="Mode">VIEW or STORE.</param>
/// <param name="Days">Days after each delivery; 0 for VIEW.</param>
/// <param name="Period">The same as an ISO 8601 duration, <c>P30D</c>.</param>
/// <param name="StorageLocations">ISO 3166-1 codes, <c>JP</c>.</param>
public sealed record ReceiptRetention(string Mode, int Days, string Period, IReadOnlyList<string> StorageLocations)
{
    /// <summary>Retention as agreed.</summary>
    public static ReceiptRetention Of(UseMode mode, int days) =>
        new(mode switch { UseMode.View => "VIEW", UseMode.Store => "STORE" }, days, $"P{days}D", ["JP"]);
}
