using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One case in which a resident says that something held about her is wrong; towards each recipient it has an id of its own.
/// Text form: <c>cor_</c> and 26 characters of base32 (RFC 4648, lower case, no padding), 128 random bits; never reused.
/// </summary>
public readonly record struct CorrectionId
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "cor";

    private readonly string? text;

    private CorrectionId(string text) => this.text = text;

    /// <summary>Makes a fresh identifier from 128 random bits.</summary>
    public static CorrectionId New() => new(OpaqueId.New(Prefix));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CorrectionId id)
    {
        id = OpaqueId.IsWellFormed(Prefix, text) ? new CorrectionId(text!) : default;
        return id.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
