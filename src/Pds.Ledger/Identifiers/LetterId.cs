using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// A letter by whose code a resident without any other sign-in sees her pages and stops things.
/// Text form: <c>ltr_</c> and 26 characters of base32 (RFC 4648, lower case, no padding), 128 random bits; never reused.
/// </summary>
public readonly record struct LetterId
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "ltr";

    private readonly string? text;

    private LetterId(string text) => this.text = text;

    /// <summary>Makes a fresh identifier from 128 random bits.</summary>
    public static LetterId New() => new(OpaqueId.New(Prefix));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LetterId id)
    {
        id = OpaqueId.IsWellFormed(Prefix, text) ? new LetterId(text!) : default;
        return id.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
