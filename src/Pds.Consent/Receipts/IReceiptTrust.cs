using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// Says which key may have signed a token in an issuer's name. Two answers: <see cref="KnownSigners"/> for the server, which
/// knows its own keys, and <see cref="TrustedRoots"/> for everybody else, who knows the city's root.
/// </summary>
public interface IReceiptTrust
{
    /// <summary>The key that must have signed it; false when nobody trusted may sign as this issuer at that time.</summary>
    /// <param name="token">The token, unverified.</param>
    /// <param name="issuer">Its <c>iss</c>.</param>
    /// <param name="at">When it says it was made.</param>
    /// <param name="key">The key.</param>
    bool TryFindKey(ParsedJws token, string issuer, DateTimeOffset at, [NotNullWhen(true)] out Es256PublicKey? key);
}
