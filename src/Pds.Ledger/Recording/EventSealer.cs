using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// An event at rest: <c>prev (32) ‖ u32 body length ‖ body ‖ zeros to a multiple of 256</c>, sealed under the chain's LEK and bound to
/// origin, chain, seq and leaf index. The padding keeps a stolen disk from telling kinds, and cover, apart by length.
/// </summary>
internal static class EventSealer
{
    private const int PadTo = 256;
    private const int HeaderBytes = Commitment.SizeBytes + sizeof(uint);

    internal static byte[] Close(SecretBytes key, string origin, EntryLink link, long index, ReadOnlySpan<byte> body)
    {
        var plain = new byte[(HeaderBytes + body.Length + PadTo - 1) / PadTo * PadTo];
        link.Prev.Span.CopyTo(plain);
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(Commitment.SizeBytes), (uint)body.Length);
        body.CopyTo(plain.AsSpan(HeaderBytes));
        return Seal.Close(key, ContextOf(origin, link.Chain, link.Seq, index), plain);
    }

    internal static bool TryOpen(
        SecretBytes key, string origin, string chain, StoredEvent stored, [NotNullWhen(true)] out byte[]? prev, [NotNullWhen(true)] out byte[]? body)
    {
        (prev, body) = (null, null);
        if (!Seal.TryOpen(key, ContextOf(origin, chain, stored.Seq, stored.Index), stored.Body, out var plain)
            || plain.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(Commitment.SizeBytes)) is var length && length > plain.Length - HeaderBytes)
        {
            return false;
        }

        (prev, body) = (plain[..Commitment.SizeBytes], plain[HeaderBytes..(HeaderBytes + (int)length)]);
        return true;
    }

    private static byte[] ContextOf(string origin, string chain, long seq, long index) =>
        LengthPrefixed.Of(Labels.ChainEvent, origin, chain, seq, index);
}
