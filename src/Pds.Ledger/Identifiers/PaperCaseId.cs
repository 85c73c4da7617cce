using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One paper form that came back, until a second person confirmed it.
/// Text form: <c>ppr_</c> and 26 characters of base32 (RFC 4648, lower case, no padding), 128 random bits; never reused.
/// </summary>
public readonly record struct PaperCaseId
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "ppr";

    private readonly string? text;

    private PaperCaseId(string text) => this.text = text;

    /// <summary>Makes a fresh identifier from 128 random bits.</summary>
    public static PaperCaseId New() => new(OpaqueId.New(Prefix));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PaperCaseId id)
    {
        id = OpaqueId.IsWellFormed(Prefix, text) ? new PaperCaseId(text!) : default;
        return id.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
