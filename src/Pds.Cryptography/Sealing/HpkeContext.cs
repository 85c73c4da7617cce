using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// An HPKE encryption context (RFC 9180 section 5.2): key, base nonce, exporter secret and a counter. The counting methods are for one
/// thread; those that are told a sequence number change nothing and are for any.
/// </summary>
internal sealed class HpkeContext(SecretBytes key, SecretBytes baseNonce, SecretBytes exporter) : IDisposable
{
    public const int KeySize = 32;
    public const int NonceSize = 12;

    private ulong sequence;

    /// <summary>Seals the next message into ciphertext ‖ tag.</summary>
    public void Seal(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, Span<byte> target)
    {
        SealAt(sequence, aad, plaintext, target);
        sequence = checked(sequence + 1);
    }

    /// <summary>Opens the next message into exactly its length; on false the target is zeroed and the counter stays.</summary>
    public bool TryOpen(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        var opened = TryOpenAt(sequence, aad, ciphertext, plaintext);
        sequence = checked(sequence + (opened ? 1u : 0u));
        return opened;
    }

    /// <summary>Seals the message of a number, which must not be used twice.</summary>
    public void SealAt(ulong number, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, Span<byte> target)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        NonceOf(number, nonce);
        using var cipher = new AesGcm(key.Span, Hpke.TagSize);
        cipher.Encrypt(nonce, plaintext, target[..plaintext.Length], target[plaintext.Length..], aad);
    }

    /// <summary>Opens the message of a number into exactly its length; on false the target is zeroed.</summary>
    public bool TryOpenAt(ulong number, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        NonceOf(number, nonce);
        using var cipher = new AesGcm(key.Span, Hpke.TagSize);
        try
        {
            cipher.Decrypt(nonce, ciphertext[..plaintext.Length], ciphertext[plaintext.Length..], plaintext, aad);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Like <see cref="TryOpenAt"/>, for a key: the plaintext exists only in memory that is zeroed.</summary>
    public bool TryOpenSecretAt(ulong number, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, [NotNullWhen(true)] out SecretBytes? secret)
    {
        var opened = false;
        secret = SecretBytes.Create(
            ciphertext.Length - Hpke.TagSize,
            new Inputs(this, number, aad, ciphertext, ref opened),
            static (target, i) => i.Opened = i.Context.TryOpenAt(i.Number, i.Aad, i.Ciphertext, target));
        if (!opened)
        {
            secret.Dispose();
            secret = null;
        }

        return opened;
    }

    /// <summary>Secret export (section 5.3).</summary>
    public void Export(ReadOnlySpan<byte> exporterContext, Span<byte> output) =>
        Hpke.Expand(exporter.Span, "sec"u8, exporterContext, output);

    public void Dispose()
    {
        key.Dispose();
        baseNonce.Dispose();
        exporter.Dispose();
    }

    private void NonceOf(ulong number, Span<byte> nonce)
    {
        baseNonce.Span.CopyTo(nonce);
        var last = nonce[^sizeof(ulong)..];
        BinaryPrimitives.WriteUInt64BigEndian(last, BinaryPrimitives.ReadUInt64BigEndian(last) ^ number);
    }

    private readonly ref struct Inputs(
        HpkeContext context, ulong number, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, ref bool opened)
    {
        private readonly ref bool opened = ref opened;

        public HpkeContext Context { get; } = context;

        public ulong Number { get; } = number;

        public ReadOnlySpan<byte> Aad { get; } = aad;

        public ReadOnlySpan<byte> Ciphertext { get; } = ciphertext;

        public bool Opened
        {
            set => opened = value;
        }
    }
}
