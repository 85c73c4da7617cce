using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// Rule 2 for the gate, which is shown the same receipt at every call: a signature found good is remembered by the SHA-256 of the signed
/// token, so that it is checked once and not once a call. Same bytes, same key, same answer; nothing else of a receipt is remembered, and
/// every other rule is asked anew. Holds at most <see cref="Limit"/> digests and forgets them all when full.
/// </summary>
/// <param name="trust">Whose signature counts. When it stops trusting a key, a new object of this type takes the place of this one.</param>
public sealed class KnownReceipts(IReceiptTrust trust)
{
    /// <summary>The most receipts remembered, about 100 bytes each.</summary>
    public const int Limit = 1 << 16;

    private readonly ConcurrentDictionary<Digest, bool> good = new();
    private int count;

    /// <summary>Whether somebody trusted to sign as the receipt's issuer did so.</summary>
    public bool IsIssued(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var digest = Digest.Of(receipt.SdJwt.IssuerJwt.Token);
        if (good.ContainsKey(digest))
        {
            return true;
        }

        if (!receipt.IsSignedBy(trust))
        {
            return false; // Never remembered: forgeries cost their maker nothing, and would push out what is good.
        }

        Remember(digest);
        return true;
    }

    private void Remember(Digest digest)
    {
        if (Interlocked.Increment(ref count) > Limit)
        {
            good.Clear();
            Interlocked.Exchange(ref count, 1);
        }

        good.TryAdd(digest, true);
    }

    private readonly record struct Digest(UInt128 First, UInt128 Second)
    {
        public static Digest Of(string token)
        {
            Span<byte> hash = stackalloc byte[Sha256.Size];
            Sha256.Hash(Encoding.UTF8.GetBytes(token), hash);
            return new Digest(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }
}
