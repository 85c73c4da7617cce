using System.Text;
using Microsoft.Net.Http.Headers;

namespace Pds.Server.Edge;

/// <summary>
/// Makes Kestrel read Content-Length as RFC 9110 section 8.6 writes it: digits only. By itself it accepts <c>+4</c>, which a proxy in front
/// may read otherwise, and two readings of one length are how requests are smuggled.
/// </summary>
/// <remarks>Kestrel decodes the value through this encoding before parsing it; anything but a digit decodes to a letter and fails there.</remarks>
internal sealed class StrictContentLength : Encoding
{
    private static readonly StrictContentLength Instance = new();

    /// <summary>For <c>KestrelServerOptions.RequestHeaderEncodingSelector</c>; every other header keeps Kestrel's default.</summary>
    public static Encoding? Select(string headerName) =>
        headerName.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? Instance : null;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var count = Math.Min(byteCount, chars.Length - charIndex);
        for (var i = 0; i < count; i++)
        {
            var value = bytes[byteIndex + i];
            chars[charIndex + i] = value is >= (byte)'0' and <= (byte)'9' ? (char)value : 'x';
        }

        return count;
    }

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
