using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// An entry's place in its private chain. Its bytes are the canonical JSON <c>{"chain":…,"prev":…,"seq":…}</c>; recipients get only
/// their MAC, so that two of them can neither count events nor join chains.
/// </summary>
/// <param name="Chain">Text form of the chain's name.</param>
/// <param name="Seq">Zero-based place in the chain.</param>
/// <param name="Prev">C of the entry before, 32 bytes; zeros at place 0.</param>
public sealed record EntryLink(string Chain, long Seq, ReadOnlyMemory<byte> Prev)
{
    /// <summary>The canonical bytes that <c>N</c> is computed over.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(new JsonObject
    {
        ["chain"] = Chain,
        ["prev"] = Base64Url.Encode(Prev.Span),
        ["seq"] = Seq,
    });
}
