using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pds.Consent;

/// <summary>One version of one purpose, written <c>code@version</c>. Versions count from 1 and are never changed once published.</summary>
public readonly record struct PurposeVersion
{
    private PurposeVersion(PurposeCode code, int version) => (Code, Version) = (code, version);

    /// <summary>The code.</summary>
    public PurposeCode Code { get; }

    /// <summary>1 to 9999; 0 only in the default value.</summary>
    public int Version { get; }

    /// <summary>Puts a code and a version (1 to 9999) together; false when the version is out of bounds.</summary>
    public static bool TryCreate(PurposeCode code, int version, out PurposeVersion result)
    {
        result = CatalogueCode.IsVersion(version) && code != default ? new PurposeVersion(code, version) : default;
        return result != default;
    }

    /// <summary>Reads <c>code@version</c> in its one spelling; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PurposeVersion result)
    {
        result = CatalogueCode.TrySplit(text, out var code, out var version) && PurposeCode.TryParse(code, out var parsed)
            ? new PurposeVersion(parsed, version)
            : default;
        return result != default;
    }

    /// <summary><c>code@version</c>; empty for the default value.</summary>
    public override string ToString() =>
        Version == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Code}@{Version}");
}
