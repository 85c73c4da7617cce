using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One message to a resident: a mail or a letter.
/// Text form: <c>ntc_</c> and 26 characters of base32 (RFC 4648, lower case, no padding), 128 random bits; never reused.
/// </summary>
public readonly record struct NoticeId
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "ntc";

    private readonly string? text;

    private NoticeId(string text) => this.text = text;

    /// <summary>Makes a fresh identifier from 128 random bits.</summary>
    public static NoticeId New() => new(OpaqueId.New(Prefix));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NoticeId id)
    {
        id = OpaqueId.IsWellFormed(Prefix, text) ? new NoticeId(text!) : default;
        return id.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
