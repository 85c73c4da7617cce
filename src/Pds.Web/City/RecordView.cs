using Pds.Protocol.V1;

namespace Pds.Web.City;

/// <summary>One record of hers, with names instead of codes. Prints its type only.</summary>
/// <param name="Summary">Where it comes from.</param>
/// <param name="Dataset">Which kind it is.</param>
/// <param name="Source">Who wrote it.</param>
/// <param name="Values">Field names with their values as text; empty while it is closed.</param>
internal sealed record RecordView(RecordSummary Summary, Dataset Dataset, string Source, IReadOnlyDictionary<string, string> Values)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RecordView);
}
