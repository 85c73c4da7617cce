using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Generated JSON of the catalogue and of consent rows. Unknown members are refused; computed members are not stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Dataset))]
[JsonSerializable(typeof(Purpose))]
[JsonSerializable(typeof(Grant))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(TermsBody))]
[JsonSerializable(typeof(ConsentDraft))]
[JsonSerializable(typeof(ErasureDraft))]
[JsonSerializable(typeof(SignedDocument))]
[JsonSerializable(typeof(StoredReceipt))]
[JsonSerializable(typeof(GrantId))]
[JsonSerializable(typeof(CatalogueFile))]
[JsonSerializable(typeof(Mandate))]
[JsonSerializable(typeof(MandateDraft))]
[JsonSerializable(typeof(MandateCode))]
[JsonSerializable(typeof(RegisterFacts))]
[JsonSerializable(typeof(Dictionary<MandateRole, MandateLimits>))]
internal sealed partial class ConsentJson : JsonSerializerContext;
