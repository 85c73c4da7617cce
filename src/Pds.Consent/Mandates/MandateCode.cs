using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// A code by which somebody lets herself be chosen as helper or proxy: she reads it out, and nobody is ever searched for by name. Ten characters,
/// 50 random bits, one hour, once; only its hash is stored.
/// </summary>
/// <param name="Actor">Who lets herself be chosen.</param>
/// <param name="Name">What she is called.</param>
/// <param name="ExpiresAt">Until when (half-open, UTC).</param>
public sealed record MandateCode(ResidentId Actor, string Name, DateTimeOffset ExpiresAt)
{
    /// <summary>Characters of a code.</summary>
    public const int Characters = 10;

    /// <summary>How long a code works: an hour.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // No i, l, o, u: nobody hears or reads them for something else.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A fresh code.</summary>
    public static string New() => string.Concat(RandomSource.Bytes(Characters).Select(one => Alphabet[one % Alphabet.Length]));

    /// <summary>The code as it was made, out of what somebody typed: spaces, lines between and capitals are hers; false when it can be none.</summary>
    public static bool TryRead(string? typed, out string code)
    {
        code = string.Concat(HalfWidth.Of(typed).ToLowerInvariant()
            .Where(letter => letter is not (' ' or '-' or 'ー')).Select(letter => letter switch { 'o' => '0', 'i' or 'l' => '1', _ => letter }));
        return code.Length == Characters && code.All(letter => Alphabet.Contains(letter, StringComparison.Ordinal));
    }

    /// <summary>The hash under which a code is stored, base64url.</summary>
    public static string HashOf(string code) => Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(code)));

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(MandateCode);
}
