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
        var bytes = new byte[ChainAt.Length + PrevAt.Length + SeqAt.Length + Base64UrlLength(Chain.Length) + Base64UrlLength(Prev.Length) + 20 + 1];
        var at = 0;
        Put(ChainAt);
        at += Base64Url.Encode(Chain.Span, bytes.AsSpan(at));
        Put(PrevAt);
        at += Base64Url.Encode(Prev.Span, bytes.AsSpan(at));
        Put(SeqAt);
        Seq.TryFormat(bytes.AsSpan(at), out var digits, default, CultureInfo.InvariantCulture);
        at += digits;
        bytes[at++] = (byte)'}';
        return bytes[..at];

        void Put(ReadOnlySpan<byte> text)
        {
            text.CopyTo(bytes.AsSpan(at));
            at += text.Length;
        }
    }

    private static ReadOnlySpan<byte> ChainAt => "{\"chain\":\""u8;

    private static ReadOnlySpan<byte> PrevAt => "\",\"prev\":\""u8;

    private static ReadOnlySpan<byte> SeqAt => "\",\"seq\":"u8;

    private static int Base64UrlLength(int bytes) => ((bytes * 4) + 2) / 3;
}
