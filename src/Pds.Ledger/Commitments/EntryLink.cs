using System.Globalization;
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
    /// <summary>The canonical bytes that <c>N</c> is computed over, written member by member: the writer makes one for every entry.</summary>
    public byte[] ToBytes()
    {
        var json = new CanonicalJsonWriter();
        json.Raw("{\"chain\":");
        json.String(Chain);
        json.Raw(",\"prev\":");
        json.String(Base64Url.Encode(Prev.Span));
        json.Raw(",\"seq\":");
        json.Raw(Seq.ToString(CultureInfo.InvariantCulture));
        json.Raw("}");
        return json.ToArray();
    }
}
