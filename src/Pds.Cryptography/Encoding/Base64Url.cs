using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Codec = System.Buffers.Text.Base64Url;

namespace Pds.Cryptography;

/// <summary>
/// base64url without padding (RFC 4648 section 5, RFC 7515 section 2). Exactly one spelling of each byte string is
/// accepted: no padding, no white space, no stray bits in the last character.
/// </summary>
public static class Base64Url
{
    /// <summary>Encodes without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Codec.EncodeToString(bytes);

    /// <summary>Encodes without padding into UTF-8.</summary>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="text"/> is too short.</exception>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<byte> text) => Codec.EncodeToUtf8(bytes, text);

    /// <summary>Decodes the canonical spelling; anything else gives false.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet) || HasStrayBits(text))
        {
            return false;
        }

        bytes = Codec.DecodeFromChars(text);
        return true;
    }

    /// <summary>The same for text that is still UTF-8, without a string between.</summary>
    public static bool TryDecodeUtf8(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Utf8Alphabet)
            || (text.Length % 4 is var rest and > 0 && (Value((char)text[^1]) & (rest == 2 ? 0b1111 : 0b11)) != 0))
        {
            return false;
        }

        bytes = Codec.DecodeFromUtf8(text);
        return true;
    }

    private static readonly SearchValues<byte> Utf8Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // RFC 4648 section 3.5: a last group of two characters carries four unused bits, one of three characters two.
    private static bool HasStrayBits(ReadOnlySpan<char> text) => (text.Length % 4) switch
    {
        2 => (Value(text[^1]) & 0b1111) != 0,
        3 => (Value(text[^1]) & 0b11) != 0,
        _ => false,
    };

    private static int Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
