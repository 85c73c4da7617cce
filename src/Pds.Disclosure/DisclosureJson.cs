using System.Text.Json.Serialization;

namespace Pds.Disclosure;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(CapsuleRow))]
[JsonSerializable(typeof(CallRow))]
[JsonSerializable(typeof(IntentRow))]
internal sealed partial class DisclosureJson : JsonSerializerContext;
