using System.Buffers.Binary;
using System.Text;
using Pds.Cryptography;

namespace Pds.Server.Paging;

/// <summary>
/// Sealed page tokens, valid for one hour. A token is bound to its caller, method and filter, so that none can be read, forged, or carried to
/// another list. Format: base64url of a sealed (expiry in Unix seconds, 8 bytes big-endian ‖ cursor, 8 bytes big-endian).
/// </summary>
internal sealed class PageTokens(MasterKey pages, string origin, TimeProvider clock) : IDisposable
{
    /// <summary>Rows on a page when the caller names no number.</summary>
    public const int DefaultSize = 50;

    /// <summary>Most rows on a page.</summary>
    public const int MaxSize = 500;

    private const int Length = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly SecretBytes key = pages.Derive(Labels.PageToken, Encoding.UTF8.GetBytes(origin), 32);

    /// <summary>The token that continues after a cursor.</summary>
    public string Make(string caller, string method, string filter, long cursor)
    {
        var content = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(content, (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(8), cursor);
        return Base64Url.Encode(Seal.Close(key, Context(caller, method, filter), content));
    }

    /// <summary>The cursor of a token; 0 for none. False when it is not ours, not of this caller, method and filter, or too old.</summary>
    public bool TryRead(string token, string caller, string method, string filter, out long cursor)
    {
        cursor = 0;
        if (token.Length == 0)
        {
            return true;
        }

        if (token.Length > 512
            || !Base64Url.TryDecode(token, out var bytes)
            || !Seal.TryOpen(key, Context(caller, method, filter), bytes, out var content)
            || content.Length != Length
            || BinaryPrimitives.ReadInt64BigEndian(content) <= clock.GetUtcNow().ToUnixTimeSeconds())
        {
            return false;
        }

        cursor = BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(8));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private static byte[] Context(string caller, string method, string filter) => LengthPrefixed.Of(Labels.PageToken, caller, method, filter);
}
