using System.Buffers.Binary;

namespace Pds.Cryptography;

/// <summary>
/// The sending end of a standing way to one key: one HPKE base-mode context (RFC 9180 section 5.2) made once, many messages. Each carries
/// its sequence number, so that they may be opened in any order (section 9.7.1). For roles of this system that talk all day; what rests
/// or leaves is sealed by <see cref="HpkePublicKey"/>, a fresh key each time. Safe to share between threads.
/// </summary>
public sealed class HpkeSender : IDisposable
{
    /// <summary>Bytes a message is longer than its plaintext: enc (32), sequence number (8), tag (16).</summary>
    public const int Overhead = HeaderSize + Hpke.TagSize;

    internal const int HeaderSize = HpkePublicKey.Size + sizeof(ulong);

    private readonly byte[] enc;
    private readonly HpkeContext context;
    private long last = -1;

    /// <summary>A new way to a key.</summary>
    /// <param name="recipient">Who opens.</param>
    /// <param name="info">What the way is for, bound into its key: <see cref="LengthPrefixed"/> with a label of its own.</param>
    public HpkeSender(HpkePublicKey recipient, ReadOnlySpan<byte> info)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        using var ephemeral = SecretBytes.Random(HpkePrivateKey.Size);
        enc = new byte[HpkePublicKey.Size];
        X25519.PublicOf(ephemeral.Span, enc);
        context = Hpke.SetupSender(ephemeral.Span, enc, recipient.Raw, info)
            ?? throw new InvalidOperationException("The recipient's key is a small-order point.");
    }

    /// <summary>Seals one message: enc (32) ‖ sequence number (8, big-endian) ‖ ciphertext ‖ tag (16).</summary>
    /// <param name="aad">More bytes the opener must present: what this message is about.</param>
    /// <param name="plaintext">The message.</param>
    public byte[] Seal(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        // No number is handed out twice, so key and nonce never repeat (I-32); a process makes a new context when it starts.
        var sequence = (ulong)Interlocked.Increment(ref last);
        var message = new byte[Overhead + plaintext.Length];
        enc.CopyTo(message, 0);
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(HpkePublicKey.Size), sequence);
        context.SealAt(sequence, aad, plaintext, message.AsSpan(HeaderSize));
        return message;
    }

    /// <summary>Zeroes the context.</summary>
    public void Dispose() => context.Dispose();

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(HpkeSender);
}
