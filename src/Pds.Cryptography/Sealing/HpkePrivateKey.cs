using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// X25519 private key that opens HPKE base-mode messages (RFC 9180): 32 bytes in libsodium's guarded memory. Safe to share
/// between threads; prints only its type name.
/// </summary>
public sealed class HpkePrivateKey : IDisposable
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Size = Hpke.PrivateKeySize;

    private readonly Key key;

    private HpkePrivateKey(Key key)
    {
        this.key = key;
        PublicKey = new HpkePublicKey(key.PublicKey);
    }

    /// <summary>The public half.</summary>
    public HpkePublicKey PublicKey { get; }

    /// <summary>A fresh random key.</summary>
    public static HpkePrivateKey Create()
    {
        using var raw = SecretBytes.Random(Size);
        return Import(raw.Span);
    }

    /// <summary>The key of 32 bytes.</summary>
    /// <exception cref="FormatException">There are not 32 bytes.</exception>
    public static HpkePrivateKey Import(ReadOnlySpan<byte> raw) => new(ImportKey(raw));

    /// <summary>The 32 bytes.</summary>
    public SecretBytes Export() => SecretBytes.Create(
        Size,
        key,
        static (target, k) => _ = k.TryExport(KeyBlobFormat.RawPrivateKey, target, out _)
            ? true
            : throw new InvalidOperationException("The key has another length."));

    /// <summary>Opens enc ‖ ciphertext ‖ tag; false for another key, info, aad or any change of any bit.</summary>
    public bool TryOpen(
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> encAndCiphertext,
        [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
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
        using var context = Setup(info, encAndCiphertext);
        if (context is null)
        {
            return false;
        }

        var opened = false;
        var candidate = SecretBytes.Create(
            encAndCiphertext.Length - HpkePublicKey.Overhead,
            new Inputs(context, aad, encAndCiphertext[HpkePublicKey.Size..], ref opened),
            static (target, i) => i.Opened = i.Context.TryOpen(i.Aad, i.Ciphertext, target));
        if (!opened)
        {
            candidate.Dispose();
            return false;
        }

        secret = candidate;
        return true;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => key.Dispose();

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(HpkePrivateKey);

    internal static Key ImportKey(ReadOnlySpan<byte> raw) => Key.Import(
        KeyAgreementAlgorithm.X25519,
        raw,
        KeyBlobFormat.RawPrivateKey,
        new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });

    private HpkeContext? Setup(ReadOnlySpan<byte> info, ReadOnlySpan<byte> encAndCiphertext) =>
        encAndCiphertext.Length < HpkePublicKey.Overhead
            ? null
            : Hpke.SetupReceiver(key, encAndCiphertext[..HpkePublicKey.Size], info);

    private readonly ref struct Inputs(HpkeContext context, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> ciphertext, ref bool opened)
    {
        private readonly ref bool opened = ref opened;

        public HpkeContext Context { get; } = context;

        public ReadOnlySpan<byte> Aad { get; } = aad;

        public ReadOnlySpan<byte> Ciphertext { get; } = ciphertext;

        public bool Opened
        {
            set => opened = value;
        }
    }
}
