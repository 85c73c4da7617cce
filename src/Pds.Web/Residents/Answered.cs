using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Web.Residents;

/// <summary>What became of one item.</summary>
/// <param name="Item">The item, as asked.</param>
/// <param name="Yes">Whether she said yes.</param>
/// <param name="Refused">Why it did not come to be; null when it did.</param>
internal sealed record Answered(ConsentItem Item, bool Yes, string? Refused);
