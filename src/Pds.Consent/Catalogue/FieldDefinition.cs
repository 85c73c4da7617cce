namespace Pds.Consent;

/// <summary>One field of a dataset.</summary>
/// <param name="Name"><c>[a-z][a-z0-9_]{0,39}</c>; the name in records, consents and receipts.</param>
/// <param name="LabelJa">What a resident reads, 1 to 40 characters.</param>
/// <param name="Type">What the field may hold.</param>
/// <param name="Required">True when every record has it.</param>
/// <param name="Sensitive">True for 要配慮個人情報 (APPI art. 2(3)), such as a diagnosis.</param>
public sealed record FieldDefinition(string Name, string LabelJa, FieldType Type, bool Required = false, bool Sensitive = false)
{
    /// <summary>True for <c>[a-z][a-z0-9_]{0,39}</c>.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 40 }
        && name[0] is >= 'a' and <= 'z'
        && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
