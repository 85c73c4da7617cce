namespace Pds.Auditor.Reports.Records;

/// <summary>One thing in which two projections of a consent do not say the same, or do not say what their digest says.</summary>
/// <param name="Id">The consent.</param>
/// <param name="Member">The neutral member; <c>record_digest</c> when a digest is not over what is said; <c>missing</c> when one file
/// lacks the consent.</param>
/// <param name="Dpv">What the JSON-LD says.</param>
/// <param name="Kantara">What the Kantara receipt says.</param>
internal sealed record RecordDifference(string Id, string Member, string Dpv, string Kantara);
