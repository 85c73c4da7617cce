using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// ES256 private key (FIPS 186-5 P-256; RFC 7518 section 3.4). Signs receipts, status tokens, call proofs and certificates.
/// Safe to share between threads; prints only its type name.
/// </summary>
public sealed class Es256Key : IDisposable
{
    private const int ScalarSize = 32;

    // The order n of P-256 (SP 800-186 section 3.2.1.3).
    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private readonly SecretBytes pkcs8;
    private readonly Es256Handles handles;

    private Es256Key(SecretBytes pkcs8, Es256PublicKey publicKey)
    {
        this.pkcs8 = pkcs8;
        PublicKey = publicKey;
        handles = new Es256Handles(OpenNative);
    }

    /// <summary>The public half.</summary>
    public Es256PublicKey PublicKey { get; }

    /// <summary>A fresh random key: FIPS 186-5 appendix A.2.2, by rejection, from <see cref="RandomSource"/>.</summary>
    public static Es256Key Create()
    {
        // Left to itself the platform draws the key from OpenSSL, whose state two running clones of a machine image share (I-32).
        var scalar = new byte[ScalarSize];
        try
        {
            do
            {
                RandomSource.Fill(scalar);
            }
            while (!IsPrivateKey(scalar));

            using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
            return From(ecdsa);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Reads a DER PKCS#8 private key (RFC 5958) of P-256.</summary>
    /// <exception cref="CryptographicException">The bytes are no such key.</exception>
    public static Es256Key Import(ReadOnlySpan<byte> pkcs8)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8, out var read);
        return read == pkcs8.Length ? From(ecdsa) : throw new CryptographicException("There are bytes after the key.");
    }

    /// <summary>The key as DER PKCS#8.</summary>
    public SecretBytes Export() => pkcs8.Copy();

    /// <summary>A 64-byte signature r ‖ s (IEEE P1363) over SHA-256 of <paramref name="data"/>; each one differs.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => handles.Sign(data);

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        handles.Dispose();
        pkcs8.Dispose();
    }

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(Es256Key);

    internal byte[] SignToken(byte[] signingInput) => handles.SignToken(signingInput);

    /// <summary>A native copy for building certificates; the caller disposes it.</summary>
    internal ECDsa OpenNative()
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8.Span, out _);
        return ecdsa;
    }

    // In [1, n - 1]; of what is drawn one in four thousand million is not.
    private static bool IsPrivateKey(ReadOnlySpan<byte> scalar) =>
        scalar.SequenceCompareTo(Order) < 0 && scalar.ContainsAnyExcept((byte)0);

    private static Es256Key From(ECDsa ecdsa)
    {
        if (!Es256PublicKey.TryFrom(ecdsa, out var publicKey))
        {
            throw new CryptographicException("Only P-256 keys are used here.");
        }

        var exported = ecdsa.ExportPkcs8PrivateKey();
        try
        {
            return new Es256Key(SecretBytes.CopyOf(exported), publicKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(exported);
        }
    }
}
