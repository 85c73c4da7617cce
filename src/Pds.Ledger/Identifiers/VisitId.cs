using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// A visit at the counter or a call on the telephone, in which a person of the staff helps one resident.
/// Text form: <c>vis_</c> and 26 characters of base32 (RFC 4648, lower case, no padding), 128 random bits; never reused.
/// </summary>
public readonly record struct VisitId
{
    /// <summary>The kind in front of the underscore.</summary>
    public const string Prefix = "vis";

    private readonly string? text;

    private VisitId(string text) => this.text = text;

    /// <summary>Makes a fresh identifier from 128 random bits.</summary>
    public static VisitId New() => new(OpaqueId.New(Prefix));

    /// <summary>Reads the exact text form; anything else is refused and leaves the default, which prints as nothing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VisitId id)
    {
        id = OpaqueId.IsWellFormed(Prefix, text) ? new VisitId(text!) : default;
        return id.text is not null;
    }

    /// <summary>The text form; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
