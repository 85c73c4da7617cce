using System.Text.Json.Serialization;

namespace Pds.Client;

/// <summary>What <c>city.json</c> holds: our id and the city as it was at enrolment. Nothing in it is secret.</summary>
internal sealed record PinnedFacts(
    [property: JsonPropertyName("organization_id")] string OrganizationId,
    [property: JsonPropertyName("origin")] string Origin,
    [property: JsonPropertyName("log_key")] string LogKey,
    [property: JsonPropertyName("root")] string Root);

/// <summary>Source-generated JSON of <see cref="PinnedFacts"/>.</summary>
[JsonSerializable(typeof(PinnedFacts))]
internal sealed partial class PinnedFactsJson : JsonSerializerContext;
