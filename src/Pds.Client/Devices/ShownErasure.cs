using System.Text;

namespace Pds.Client;

/// <summary>The exact document a resident sees before everything held about her is destroyed. What she signs is its SHA-256 and nothing else.</summary>
/// <param name="Bytes">UTF-8 JSON (RFC 8785) with every text shown and a 32-byte salt.</param>
/// <param name="Digest">SHA-256 of the bytes, computed here and not taken from the server.</param>
/// <param name="Expires">Until when it can be signed.</param>
/// <param name="HistoryExpires">Until when her history would be kept by law; null when it would go at once.</param>
public sealed record ShownErasure(byte[] Bytes, byte[] Digest, DateTimeOffset Expires, DateTimeOffset? HistoryExpires)
{
    /// <summary>The document as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <inheritdoc/>
    public override string ToString() => nameof(ShownErasure);
}
