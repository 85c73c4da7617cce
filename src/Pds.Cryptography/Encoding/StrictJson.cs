using System.Text.Json;
using System.Text.Unicode;

namespace Pds.Cryptography;

/// <summary>
/// JSON with one meaning: valid UTF-8, no duplicate members at any depth, no comments, no trailing commas or data, no
/// unpaired surrogates, depth at most 32. Two readers of the same bytes must not see two different documents.
/// </summary>
public static class StrictJson
{
    /// <summary>Deepest nesting accepted.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    /// <summary>Reads one value of at most <paramref name="maxBytes"/>; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, int maxBytes, out JsonElement value)
    {
        value = default;
        if (utf8.Length > maxBytes || !Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            value = JsonElement.Parse(utf8, Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is how the search for duplicates meets a name with an unpaired surrogate.
            return false;
        }

        // Names were read by the search for duplicates, values were not. Only an escape can smuggle an unpaired surrogate
        // into valid UTF-8, and reading such a string would throw later, far from here.
        return utf8.IndexOf("\\u"u8) < 0 || HasReadableTexts(value);
    }

    private static bool HasReadableTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (!HasReadableTexts(member.Value))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    if (!HasReadableTexts(item))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.String:
                return IsReadable(element);
            default:
                return true;
        }
    }

    private static bool IsReadable(JsonElement text)
    {
        try
        {
            return text.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
