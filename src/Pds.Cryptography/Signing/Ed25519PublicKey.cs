using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;

namespace Pds.Cryptography;

/// <summary>Ed25519 public key (RFC 8032): 32 bytes; signatures are 64 bytes. Safe to share between threads.</summary>
public sealed class Ed25519PublicKey : IEquatable<Ed25519PublicKey>
{
    /// <summary>Length of a public key in bytes.</summary>
    public const int Size = 32;

    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureSize = 64;

    private readonly PublicKey key;

    internal Ed25519PublicKey(PublicKey key)
    {
        this.key = key;
        Raw = key.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] Raw { get; }

    /// <summary>Reads 32 bytes; false when the length is wrong or the bytes are no usable point.</summary>
    public static bool TryParse(ReadOnlySpan<byte> raw, [NotNullWhen(true)] out Ed25519PublicKey? key)
    {
        key = null;
        if (raw.Length != Size || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey, out var parsed))
        {
            return false;
        }

        key = new Ed25519PublicKey(parsed!);
        return true;
    }

    /// <summary>Whether <paramref name="signature"/> is a signature of <paramref name="data"/>; a malformed one is false.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize && SignatureAlgorithm.Ed25519.Verify(key, data, signature);

    /// <inheritdoc/>
    public bool Equals(Ed25519PublicKey? other) => other is not null && Raw.AsSpan().SequenceEqual(other.Raw);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Ed25519PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Raw);
}
