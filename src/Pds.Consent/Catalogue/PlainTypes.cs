using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pds.Consent;

/// <summary>A whole number between two bounds, both included. No fractions: 1.0 is refused.</summary>
public sealed record WholeNumberType(long Min, long Max) : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= Min && number <= Max;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = Min, ["maximum"] = Max };
}

/// <summary>Yes or no.</summary>
public sealed record YesNoType : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}

/// <summary>A decimal number written as text, such as <c>12.50</c>: up to 15 digits, up to 6 decimals, no exponent, no rounding.</summary>
public sealed partial record DecimalType : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) => StringOf(value) is { } text && Pattern().IsMatch(text);

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = "^-?(0|[1-9][0-9]{0,14})([.][0-9]{1,6})?$",
    };

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

/// <summary>A JSON object of at most 32 KiB in the source's own shape: the last resort, because nothing inside it can be left out.</summary>
public sealed record JsonObjectType : FieldType
{
    private const int MaxChars = 32 * 1024;

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetRawText().Length <= MaxChars;

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "object" };
}
