using System.Globalization;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// An entry's place as the commitment holds it. Its bytes are the canonical JSON <c>{"chain":…,"prev":…,"seq":…}</c> with
/// <c>chain = HMAC-SHA256(oc, name)</c>, another value at every place: opening the link shows seq and prev and names nobody. Recipients get
/// only the MAC of it, so that two of them can neither count events nor join chains.
/// </summary>
/// <param name="Chain">The blinded name, 32 bytes.</param>
/// <param name="Seq">Zero-based place in the chain.</param>
/// <param name="Prev">C of the entry before, 32 bytes; zeros at place 0.</param>
public sealed record BlindedLink(ReadOnlyMemory<byte> Chain, long Seq, ReadOnlyMemory<byte> Prev)
{
    /// <summary>The canonical bytes that <c>N</c> is computed over, written member by member: the writer makes one for every entry.</summary>
    public byte[] ToBytes()
    {
        var json = new CanonicalJsonWriter();
        json.Raw("{\"chain\":");
        json.String(Base64Url.Encode(Chain.Span));
        json.Raw(",\"prev\":");
        json.String(Base64Url.Encode(Prev.Span));
        json.Raw(",\"seq\":");
        json.Raw(Seq.ToString(CultureInfo.InvariantCulture));
        json.Raw("}");
        return json.ToArray();
    }
}
