using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// A resident as one export names them: <c>psn_</c> and 26 characters of base32, the first 128 bits of
/// <c>HMAC-SHA256(key of the export, LP("pds/export/pseudonym/v1", resident))</c>. Another export names the same resident otherwise.
/// </summary>
public readonly record struct Pseudonym
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "psn";

    private readonly string? text;

    private Pseudonym(string text) => this.text = text;

    /// <summary>The pseudonym of a resident under an export's key of 32 bytes.</summary>
    public static Pseudonym Of(ReadOnlySpan<byte> exportKey, ResidentId resident) => new(OpaqueId.FromBytes(
        Prefix, HmacSha256.Mac(exportKey, LengthPrefixed.Of(Labels.ExportPseudonym, resident.ToString())).AsSpan(0, OpaqueId.Bytes)));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Pseudonym pseudonym)
    {
        pseudonym = OpaqueId.IsWellFormed(Prefix, text) ? new Pseudonym(text!) : default;
        return pseudonym.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
