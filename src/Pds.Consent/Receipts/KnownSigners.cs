using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// Trust of the one who signs: the present key and the earlier ones, found by <c>kid</c> without opening a certificate. A
/// rotation adds a key here; receipts of the old one stay good.
/// </summary>
public sealed class KnownSigners : IReceiptTrust
{
    private readonly FrozenDictionary<string, Es256PublicKey> keys;
    private readonly string issuer;

    /// <summary>Keys that sign, or signed, as this issuer.</summary>
    public KnownSigners(string issuer, params IEnumerable<Es256PublicKey> keys)
    {
        this.issuer = issuer;
        this.keys = keys.ToFrozenDictionary(k => k.Jkt, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public bool TryFindKey(ParsedJws token, string issuer, DateTimeOffset at, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        ArgumentNullException.ThrowIfNull(token);
        key = null;
        return issuer == this.issuer && token.Kid is { } kid && keys.TryGetValue(kid, out key);
    }
}
