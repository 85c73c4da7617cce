namespace Pds.Consent;

/// <summary>One file of an export.</summary>
/// <param name="Name">Path below the export, see <see cref="IsName"/>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Digest, 32 bytes.</param>
public sealed record ExportedFile(string Name, long Size, byte[] Sha256)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameChars = 100;

    /// <summary>
    /// True for lower-case names of letters, digits, <c>- _ .</c> in parts joined by <c>/</c>, no part empty or of dots alone: nothing that
    /// leaves the export's folder, and nothing that two file systems could take for one file.
    /// </summary>
    public static bool IsName(string? name) =>
        name is { Length: >= 1 and <= MaxNameChars }
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or '/')
        && name.Split('/').All(part => part.Trim('.').Length > 0);
}
