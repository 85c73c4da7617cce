using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One record in a resident's vault; recipients see a pairwise form of it, never this.
/// Text form: <c>rec_</c> and 26 characters of base32 (RFC 4648, lower case, no padding), 128 random bits; never reused.
/// </summary>
public readonly record struct RecordId
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "rec";

    private readonly string? text;

    private RecordId(string text) => this.text = text;

    /// <summary>Makes a fresh identifier from 128 random bits.</summary>
    public static RecordId New() => new(OpaqueId.New(Prefix));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RecordId id)
    {
        id = OpaqueId.IsWellFormed(Prefix, text) ? new RecordId(text!) : default;
        return id.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
