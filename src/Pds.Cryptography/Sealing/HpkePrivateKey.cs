using System.Diagnostics.CodeAnalysis;

namespace Pds.Cryptography;

/// <summary>
/// X25519 private key that opens HPKE base-mode messages (RFC 9180): 32 bytes. Safe to share between threads; prints only its type
/// name.
/// </summary>
public sealed class HpkePrivateKey : IDisposable
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Size = Hpke.PrivateKeySize;

    private readonly SecretBytes key;

    private HpkePrivateKey(SecretBytes key)
    {
        this.key = key;
        PublicKey = HpkePublicKey.Of(key.Span);
    }

    /// <summary>The public half.</summary>
    public HpkePublicKey PublicKey { get; }

    /// <summary>A fresh random key.</summary>
    public static HpkePrivateKey Create() => new(SecretBytes.Random(Size));

    /// <summary>The key of 32 bytes.</summary>
    /// <exception cref="FormatException">There are not 32 bytes.</exception>
    public static HpkePrivateKey Import(ReadOnlySpan<byte> raw) =>
        raw.Length == Size ? new(SecretBytes.CopyOf(raw)) : throw new FormatException($"An X25519 key has {Size} bytes.");

    /// <summary>The 32 bytes.</summary>
    public SecretBytes Export() => key.Copy();

    /// <summary>Opens enc ‖ ciphertext ‖ tag; false for another key, info, aad or any change of any bit.</summary>
    public bool TryOpen(
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> encAndCiphertext,
        [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        if (encAndCiphertext.Length < HpkePublicKey.Overhead)
        {
            return false;
        }

        using var context = Setup(info, encAndCiphertext);
        if (context is null)
        {
            return false;
        }

        var opened = new byte[encAndCiphertext.Length - HpkePublicKey.Overhead];
        if (!context.TryOpen(aad, encAndCiphertext[HpkePublicKey.Size..], opened))
        {
            return false;
        }

        plaintext = opened;
        return true;
    }

    /// <summary>Like <see cref="TryOpen"/>, for a key: the plaintext exists only in memory that is zeroed.</summary>
    public bool TryOpenSecret(
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> encAndCiphertext,
        [NotNullWhen(true)] out SecretBytes? secret)
    {
        secret = null;
        if (encAndCiphertext.Length < HpkePublicKey.Overhead)
        {
            return false;
        }

        using var context = Setup(info, encAndCiphertext);
        return context is not null && context.TryOpenSecretAt(0, aad, encAndCiphertext[HpkePublicKey.Size..], out secret);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => key.Dispose();

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(HpkePrivateKey);

    /// <summary>The bare agreement, for formats that are X25519 and not HPKE; false when it would be all zero.</summary>
    internal bool TryAgree(ReadOnlySpan<byte> other, Span<byte> shared) => X25519.TryAgree(key.Span, other, shared);

    internal HpkeContext? Setup(ReadOnlySpan<byte> info, ReadOnlySpan<byte> enc) =>
        Hpke.SetupReceiver(key.Span, PublicKey.Raw, enc[..HpkePublicKey.Size], info);
}
