using System.Text.Json.Serialization;

namespace Pds.Consent;

/// <summary>Strict readers and writers of the parts: snake_case, every member there, none besides.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<ReceiptAttribute>))]
[JsonSerializable(typeof(ReceiptNotice))]
[JsonSerializable(typeof(ReceiptLegalBasis))]
[JsonSerializable(typeof(ReceiptRetention))]
[JsonSerializable(typeof(ReceiptJurisdiction))]
[JsonSerializable(typeof(ReceiptEvidence))]
[JsonSerializable(typeof(ReceiptActor))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
