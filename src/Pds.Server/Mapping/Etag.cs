using System.Globalization;

namespace Pds.Server.Mapping;

/// <summary>The etag of an object is the version of its row: opaque to callers, one form only.</summary>
internal static class Etag
{
    /// <summary>Writes it.</summary>
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"v{version}");

    /// <summary>Reads exactly what <see cref="Of"/> writes.</summary>
    public static bool TryParse(string text, out long version)
    {
        version = 0;
        return text.Length is > 1 and < 20
            && text[0] == 'v'
            && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out version)
            && Of(version) == text;
    }
}
