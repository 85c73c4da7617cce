using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>What a source puts into one record. No member names the person: which vault it goes to is said beside it, not inside.</summary>
public sealed record SourceRecordContent
{
    /// <summary>The organisation that vouches for it (<c>org_…</c>).</summary>
    public required string Issuer { get; init; }

    /// <summary>The dataset and its version, <c>code@version</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>When the source signed it; whole seconds.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The civil date the data speaks about; null for data without one (an address, say).</summary>
    public DateOnly? DataDate { get; init; }

    /// <summary>Field name to value; each becomes its own disclosure.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Fields { get; init; }
}
