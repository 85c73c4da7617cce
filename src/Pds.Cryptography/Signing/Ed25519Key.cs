using NSec.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// Ed25519 private key (RFC 8032): a 32-byte seed in libsodium's guarded memory. Signs checkpoints. Safe to share
/// between threads; prints only its type name.
/// </summary>
public sealed class Ed25519Key : IDisposable
{
    /// <summary>Length of the seed in bytes.</summary>
    public const int Size = 32;

    private readonly Key key;

    private Ed25519Key(Key key)
    {
        this.key = key;
        PublicKey = new Ed25519PublicKey(key.PublicKey);
    }

    /// <summary>The public half.</summary>
    public Ed25519PublicKey PublicKey { get; }

    /// <summary>A fresh random key.</summary>
    public static Ed25519Key Create()
    {
        using var seed = SecretBytes.Random(Size);
        return Import(seed.Span);
    }

    /// <summary>The key of a 32-byte seed.</summary>
    /// <exception cref="FormatException">The seed is not 32 bytes.</exception>
    public static Ed25519Key Import(ReadOnlySpan<byte> seed) =>
        new(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, Exportable));

    /// <summary>The 32-byte seed.</summary>
    public SecretBytes Export() => SecretBytes.Create(
        Size,
        key,
        static (target, k) => _ = k.TryExport(KeyBlobFormat.RawPrivateKey, target, out _)
            ? true
            : throw new InvalidOperationException("The seed has another length."));

    /// <summary>A 64-byte signature; the same data gives the same signature.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(key, data);

    /// <summary>Zeroes the seed.</summary>
    public void Dispose() => key.Dispose();

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(Ed25519Key);

    private static KeyCreationParameters Exportable => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
}
