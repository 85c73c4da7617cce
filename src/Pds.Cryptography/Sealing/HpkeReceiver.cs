using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Pds.Cryptography;

/// <summary>
/// The receiving end of <see cref="HpkeSender"/>. Remembers the context of the sender it heard last, which is the only one until that
/// process starts again. Refuses no repeats: what a message is about is bound into it, and its opener knows what it asked for. Safe to
/// share between threads.
/// </summary>
public sealed class HpkeReceiver : IDisposable
{
    private readonly Lock turn = new();
    private readonly HpkePrivateKey own;
    private readonly byte[] info;
    private byte[] enc = [];
    private HpkeContext? context;

    /// <summary>Listens with a key.</summary>
    /// <param name="own">The private key; stays the caller's.</param>
    /// <param name="info">What the sender bound in.</param>
    public HpkeReceiver(HpkePrivateKey own, ReadOnlySpan<byte> info)
    {
        ArgumentNullException.ThrowIfNull(own);
        (this.own, this.info) = (own, info.ToArray());
    }

    /// <summary>Opens a message that holds a key; false for another key, info, aad or any change of any bit.</summary>
    public bool TryOpenSecret(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> message, [NotNullWhen(true)] out SecretBytes? secret)
    {
        secret = null;
        if (message.Length < HpkeSender.Overhead)
        {
            return false;
        }

        // One at a time: the context of a sender that is gone is zeroed, and must not be in anybody's hands then.
        lock (turn)
        {
            return ContextOf(message[..HpkePublicKey.Size]) is { } known
                && known.TryOpenSecretAt(SequenceOf(message), aad, message[HpkeSender.HeaderSize..], out secret);
        }
    }

    /// <summary>Zeroes what it remembers.</summary>
    public void Dispose()
    {
        lock (turn)
        {
            context?.Dispose();
            (enc, context) = ([], null);
        }
    }

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(HpkeReceiver);

    private static ulong SequenceOf(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadUInt64BigEndian(message[HpkePublicKey.Size..]);

    private HpkeContext? ContextOf(ReadOnlySpan<byte> sender)
    {
        if (context is null || !sender.SequenceEqual(enc))
        {
            context?.Dispose();
            (enc, context) = (sender.ToArray(), own.Setup(info, sender));
        }

        return context;
    }
}
