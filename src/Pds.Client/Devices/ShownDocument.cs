using System.Text;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Client;

/// <summary>The exact document a resident sees before she says yes. What she signs is its SHA-256 and nothing else.</summary>
/// <param name="Item">The item of the request it answers.</param>
/// <param name="Bytes">UTF-8 JSON (RFC 8785) with every text shown and a 32-byte salt.</param>
/// <param name="Digest">SHA-256 of the bytes, computed here and not taken from the server.</param>
/// <param name="Expires">Until when it can be signed.</param>
public sealed record ShownDocument(ConsentItem Item, byte[] Bytes, byte[] Digest, DateTimeOffset Expires)
{
    /// <summary>The document as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <inheritdoc/>
    public override string ToString() => nameof(ShownDocument) + " " + Item.GrantId;
}
