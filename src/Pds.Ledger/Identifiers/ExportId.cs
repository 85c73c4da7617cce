using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One export of the log for one auditor.
/// Text form: <c>exp_</c> and 26 characters of base32 (RFC 4648, lower case, no padding), 128 random bits; never reused.
/// </summary>
public readonly record struct ExportId
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "exp";

    private readonly string? text;

    private ExportId(string text) => this.text = text;

    /// <summary>Makes a fresh identifier from 128 random bits.</summary>
    public static ExportId New() => new(OpaqueId.New(Prefix));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExportId id)
    {
        id = OpaqueId.IsWellFormed(Prefix, text) ? new ExportId(text!) : default;
        return id.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
