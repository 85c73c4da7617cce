using System.Diagnostics.CodeAnalysis;

namespace Pds.Consent;

/// <summary>The code of a dataset without its version: 3 to 64 characters of <c>[a-z0-9-]</c>. Compared exactly.</summary>
public readonly record struct DatasetCode
{
    private readonly string? text;

    private DatasetCode(string text) => this.text = text;

    /// <summary>Reads a code; anything out of form is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DatasetCode code)
    {
        code = CatalogueCode.IsWellFormed(text) ? new DatasetCode(text!) : default;
        return code.text is not null;
    }

    /// <summary>The text form; empty for the default value.</summary>
    public override string ToString() => text ?? string.Empty;
}
