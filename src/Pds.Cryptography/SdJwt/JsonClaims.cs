using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pds.Cryptography;

/// <summary>
/// Reads claims of one exact form each. Numbers written as texts, fractions of seconds, second spellings of bytes and far-away
/// dates are refused here, because the stock handlers let them pass.
/// </summary>
public static class JsonClaims
{
    // 2000-01-01 and 2200-01-01: a date outside is an error or an attack, never a receipt.
    private const long Earliest = 946_684_800;
    private const long Latest = 7_258_118_400;

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters.</summary>
    public static bool TryText(JsonElement claims, string name, int maxLength, [NotNullWhen(true)] out string? text)
    {
        text = claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        if (text is null || text.Length == 0 || text.Length > maxLength)
        {
            text = null;
        }

        return text is not null;
    }

    /// <summary>A NumericDate (RFC 7519 section 2) in whole seconds between the years 2000 and 2200.</summary>
    public static bool TryTime(JsonElement claims, string name, out DateTimeOffset time)
    {
        time = default;
        if (!TryInteger(claims, name, Earliest, Latest, out var seconds))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>A whole number between the bounds, both included, written without fraction or exponent.</summary>
    public static bool TryInteger(JsonElement claims, string name, long least, long most, out long number)
    {
        number = 0;
        return claims.ValueKind == JsonValueKind.Object
            && claims.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out number)
            && number >= least
            && number <= most;
    }

    /// <summary>Canonical base64url of exactly <paramref name="size"/> bytes.</summary>
    public static bool TryBytes(JsonElement claims, string name, int size, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!TryText(claims, name, (size * 4 / 3) + 4, out var text) || !Base64Url.TryDecode(text, out bytes) || bytes.Length != size)
        {
            bytes = null;
        }

        return bytes is not null;
    }

    /// <summary>Whether the object has these members and no other.</summary>
    public static bool HasExactly(JsonElement claims, params ReadOnlySpan<string> names) =>
        claims.ValueKind == JsonValueKind.Object && claims.GetPropertyCount() == names.Length && HasOnly(claims, names);

    /// <summary>Whether the object has no member but these.</summary>
    public static bool HasOnly(JsonElement claims, params ReadOnlySpan<string> names)
    {
        if (claims.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var member in claims.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                return false;
            }
        }

        return true;
    }
}
