using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// An HPKE encryption context (RFC 9180 section 5.2): key, base nonce, exporter secret and a counter. Used by one thread;
/// the public API seals exactly one message with each.
/// </summary>
internal sealed class HpkeContext(SecretBytes key, SecretBytes baseNonce, SecretBytes exporter) : IDisposable
{
    public const int KeySize = 32;
    public const int NonceSize = 12;

    private ulong sequence;

    /// <summary>Seals the next message into ciphertext ‖ tag.</summary>
    public void Seal(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext, Span<byte> target)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        NextNonce(nonce);
        using var cipher = new AesGcm(key.Span, Hpke.TagSize);
        cipher.Encrypt(nonce, plaintext, target[..plaintext.Length], target[plaintext.Length..], aad);
        sequence = checked(sequence + 1);
    }

    /// <summary>Opens the next message into exactly its length; on false the target is zeroed and the counter stays.</summary>
    public bool TryOpen(ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        NextNonce(nonce);
        using var cipher = new AesGcm(key.Span, Hpke.TagSize);
        try
        {
            cipher.Decrypt(nonce, ciphertext[..plaintext.Length], ciphertext[plaintext.Length..], plaintext, aad);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        sequence = checked(sequence + 1);
        return true;
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

    private void NextNonce(Span<byte> nonce)
    {
        baseNonce.Span.CopyTo(nonce);
        var last = nonce[^sizeof(ulong)..];
        BinaryPrimitives.WriteUInt64BigEndian(last, BinaryPrimitives.ReadUInt64BigEndian(last) ^ sequence);
    }
}
