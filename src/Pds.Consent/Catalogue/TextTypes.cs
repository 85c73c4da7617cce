using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pds.Consent;

/// <summary>Free text of 1 to <paramref name="MaxChars"/> UTF-16 units (at most 4,000), without control characters.</summary>
public sealed record TextType(int MaxChars) : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) =>
        StringOf(value) is { Length: > 0 } text && text.Length <= MaxChars && !text.Any(c => char.IsControl(c) && c != '\n');

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = MaxChars };
}

/// <summary>A reading in full-width katakana with single spaces between parts, such as ミホン　ハナコ; at most 80 characters.</summary>
public sealed partial record KanaType : FieldType
{
    private const int MaxChars = 80;

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) => StringOf(value) is { Length: <= MaxChars } text && Pattern().IsMatch(text);

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["maxLength"] = MaxChars, ["pattern"] = Form };

    private const string Form = "^[ァ-ヶー・]+([ 　][ァ-ヶー・]+)*$";

    // \z and not $: a .NET $ also matches before a final line feed.
    [GeneratedRegex(@"\A[ァ-ヶー・]+([ 　][ァ-ヶー・]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

/// <summary>A civil date, <c>yyyy-MM-dd</c>.</summary>
public sealed record CivilDateType : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) =>
        DateOnly.TryParseExact(StringOf(value), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["format"] = "date" };
}

/// <summary>An instant with its offset, as FHIR <c>instant</c>: <c>2026-04-01T10:30:00+09:00</c>.</summary>
public sealed record InstantType : FieldType
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) =>
        DateTimeOffset.TryParseExact(StringOf(value), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["format"] = "date-time" };
}

/// <summary>A Japanese postal code, <c>035-8686</c>.</summary>
public sealed partial record PostalCodeType : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) => StringOf(value) is { } text && Pattern().IsMatch(text);

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[0-9]{3}-[0-9]{4}$" };

    [GeneratedRegex(@"\A[0-9]{3}-[0-9]{4}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

/// <summary>A Japanese telephone number with hyphens, <c>0175-22-1111</c>.</summary>
public sealed partial record PhoneType : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) => StringOf(value) is { } text && Pattern().IsMatch(text);

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}$" };

    [GeneratedRegex(@"\A0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

/// <summary>Exactly one of a list of words (1 to 64 of them).</summary>
public sealed record ChoiceType(IReadOnlyList<string> Values) : FieldType
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value) => StringOf(value) is { } text && Values.Contains(text, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. Values.Select(v => (JsonNode)v)]),
    };
}
