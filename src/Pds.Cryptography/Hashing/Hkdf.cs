using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>HKDF with SHA-256 (RFC 5869). Output: 1 to 8,160 bytes (255 × 32).</summary>
public static class Hkdf
{
    /// <summary>Largest output in bytes (RFC 5869 section 2.3).</summary>
    public const int MaxLength = 255 * Sha256.Size;

    /// <summary>Extract and expand: a key from material that need not be uniform.</summary>
    /// <param name="ikm">Input keying material.</param>
    /// <param name="salt">Salt; may be empty.</param>
    /// <param name="info">Context: <see cref="LengthPrefixed"/> with a label of its own.</param>
    /// <param name="length">Length of the result in bytes, 1 to 8,160.</param>
    public static SecretBytes Derive(ReadOnlySpan<byte> ikm, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, int length)
    {
        Span<byte> prk = stackalloc byte[Sha256.Size];
        try
        {
            HKDF.Extract(HashAlgorithmName.SHA256, ikm, salt, prk);
            return Expand(prk, info, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(prk);
        }
    }

    /// <summary>Expand only: a key from a key that is already uniform.</summary>
    /// <param name="prk">A uniform key of at least 32 bytes.</param>
    /// <param name="info">Context: <see cref="LengthPrefixed"/> with a label of its own.</param>
    /// <param name="length">Length of the result in bytes, 1 to 8,160.</param>
    public static SecretBytes Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info, int length) =>
        SecretBytes.Create(length, new Inputs(prk, info), static (output, inputs) => Expand(inputs.Prk, inputs.Info, output));

    /// <summary>Expand only, into <paramref name="output"/>.</summary>
    public static void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info, Span<byte> output) =>
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, info);

    private readonly ref struct Inputs(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info)
    {
        public ReadOnlySpan<byte> Prk { get; } = prk;

        public ReadOnlySpan<byte> Info { get; } = info;
    }
}
