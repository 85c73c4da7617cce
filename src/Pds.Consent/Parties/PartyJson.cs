using System.Text.Json.Serialization;

namespace Pds.Consent;

/// <summary>Generated JSON of the rows of organisations, devices, references and codes. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(OrganizationRow.Body), TypeInfoPropertyName = "OrganizationBody")]
[JsonSerializable(typeof(DeviceRow.Body), TypeInfoPropertyName = "DeviceBody")]
[JsonSerializable(typeof(ReferenceRow.Body), TypeInfoPropertyName = "ReferenceBody")]
[JsonSerializable(typeof(EnrollmentCodeRow.Body), TypeInfoPropertyName = "EnrollmentCodeBody")]
[JsonSerializable(typeof(PasskeyRow.Body), TypeInfoPropertyName = "PasskeyBody")]
[JsonSerializable(typeof(LinkedIdentityRow.Body), TypeInfoPropertyName = "LinkedIdentityBody")]
[JsonSerializable(typeof(StaffRow.Body), TypeInfoPropertyName = "StaffBody")]
[JsonSerializable(typeof(StaffIdentityRow.Body), TypeInfoPropertyName = "StaffIdentityBody")]
[JsonSerializable(typeof(DeskContactRow.Body), TypeInfoPropertyName = "DeskContactBody")]
internal sealed partial class PartyJson : JsonSerializerContext;
