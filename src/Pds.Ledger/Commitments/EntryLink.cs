using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// An entry's place in its private chain, with the chain's name. The name itself is never committed to: <see cref="Blind"/> replaces it, so
/// that an auditor can be shown where an entry stands without being told whose chain it is.
/// </summary>
/// <param name="Chain">Text form of the chain's name.</param>
/// <param name="Seq">Zero-based place in the chain.</param>
/// <param name="Prev">C of the entry before, 32 bytes; zeros at place 0.</param>
public sealed record EntryLink(string Chain, long Seq, ReadOnlyMemory<byte> Prev)
{
    /// <summary>The place under <c>HMAC-SHA256(oc, name)</c> instead of the name.</summary>
    /// <param name="chainKey">oc of this place, 32 bytes (<see cref="Commitment.ChainKey"/>).</param>
    public BlindedLink Blind(ReadOnlySpan<byte> chainKey) => new(HmacSha256.Mac(chainKey, Encoding.UTF8.GetBytes(Chain)), Seq, Prev);
}
