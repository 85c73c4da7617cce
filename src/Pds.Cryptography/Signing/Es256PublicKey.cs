using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>
/// ES256 public key: a point of P-256 (FIPS 186-5), coordinates of 32 bytes each, signatures of 64 bytes (r ‖ s, RFC 7518
/// section 3.4). Equal by value, safe to share between threads; native handles of recently seen keys are kept.
/// </summary>
public sealed class Es256PublicKey : IEquatable<Es256PublicKey>
{
    /// <summary>Length of a coordinate in bytes.</summary>
    public const int CoordinateSize = 32;

    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureSize = 64;

    /// <summary>Longest DER form of a signature in bytes: a sequence of two integers of at most 33 bytes.</summary>
    public const int MaxDerSignatureSize = 72;

    // RFC 5480 section 2: SEQUENCE { { id-ecPublicKey, prime256v1 }, BIT STRING 0x04 ‖ x ‖ y }, up to the 0x04.
    private static ReadOnlySpan<byte> SubjectPublicKeyInfoPrefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    private readonly byte[] x;
    private readonly byte[] y;
    private readonly Es256Handles handles;

    private Es256PublicKey(byte[] x, byte[] y, ECDsa native)
    {
        this.x = x;
        this.y = y;
        SubjectPublicKeyInfo = [.. SubjectPublicKeyInfoPrefix, .. x, .. y];
        handles = new Es256Handles(Open, native);
        Jkt = Thumbprint(x, y);
    }

    /// <summary>RFC 7638 thumbprint of the JWK, base64url: 43 characters.</summary>
    public string Jkt { get; }

    /// <summary>DER SubjectPublicKeyInfo (RFC 5480): 91 bytes.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>
    /// Reads a JWK (RFC 7517, RFC 7518 section 6.2): kty EC, crv P-256, canonical x and y on the curve. Private members and
    /// keys meant for another algorithm or for encryption are refused; other members are ignored.
    /// </summary>
    public static bool TryFromJwk(JsonElement jwk, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        key = null;
        return jwk.ValueKind == JsonValueKind.Object
            && TextOf(jwk, "kty") == "EC"
            && TextOf(jwk, "crv") == "P-256"
            && (!jwk.TryGetProperty("alg", out _) || TextOf(jwk, "alg") == "ES256")
            && (!jwk.TryGetProperty("use", out _) || TextOf(jwk, "use") == "sig")
            && !jwk.TryGetProperty("d", out _)
            && Base64Url.TryDecode(TextOf(jwk, "x"), out var x)
            && Base64Url.TryDecode(TextOf(jwk, "y"), out var y)
            && TryFromCoordinates(x, y, out key);
    }

    /// <summary>Reads a point from its two 32-byte coordinates; false when it is not on the curve.</summary>
    public static bool TryFromCoordinates(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        key = null;
        if (x.Length != CoordinateSize || y.Length != CoordinateSize)
        {
            return false;
        }

        return Es256KeyCache.TryGet(x, y, out key) || TryOpen(x.ToArray(), y.ToArray(), out key);
    }

    /// <summary>Reads a DER SubjectPublicKeyInfo with nothing after it; P-256 only.</summary>
    public static bool TryFromSubjectPublicKeyInfo(ReadOnlySpan<byte> der, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        key = null;
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length && TryFrom(ecdsa, out key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The key of a DER certificate; false when it is no certificate or has no P-256 key. Checks nothing else.</summary>
    public static bool TryFromCertificate(ReadOnlySpan<byte> der, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        key = null;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return TryFromCertificate(certificate, out key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The key of a certificate; false when it has no P-256 key. Checks nothing else.</summary>
    public static bool TryFromCertificate(X509Certificate2 certificate, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        key = null;
        try
        {
            using var ecdsa = certificate.GetECDsaPublicKey();
            return ecdsa is not null && TryFrom(ecdsa, out key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Like <see cref="TryFromCertificate(ReadOnlySpan{byte}, out Es256PublicKey?)"/>, for certificates we made.</summary>
    /// <exception cref="ArgumentException">The bytes are no certificate with a P-256 key.</exception>
    public static Es256PublicKey FromCertificate(ReadOnlySpan<byte> der) =>
        TryFromCertificate(der, out var key) ? key : throw new ArgumentException("The certificate has no P-256 key.", nameof(der));

    /// <summary>The JWK: kty, crv, x, y and nothing else.</summary>
    public JsonObject ToJwk() => new()
    {
        ["kty"] = "EC",
        ["crv"] = "P-256",
        ["x"] = Base64Url.Encode(x),
        ["y"] = Base64Url.Encode(y),
    };

    /// <summary>Whether <paramref name="signature"/> (64 bytes, r ‖ s) signs <paramref name="data"/>; a malformed one is false.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize && handles.Verify(data, signature);

    /// <summary>
    /// Checks a signature over SHA-256 of the data in DER (RFC 3279 section 2.2.3), the form of WebAuthn Level 3 section 6.5.5: at most
    /// <see cref="MaxDerSignatureSize"/> bytes. Anything else is false.
    /// </summary>
    public bool VerifyDer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length is > 0 and <= MaxDerSignatureSize && handles.VerifyDer(data, signature);

    /// <summary>
    /// Closes the native handles nobody uses now; the next check opens one again. For whoever checks one signature each by very many keys: handles
    /// lie outside the memory that the garbage collector counts.
    /// </summary>
    public void CloseIdleHandles() => handles.CloseIdle();

    /// <inheritdoc/>
    public bool Equals(Es256PublicKey? other) =>
        other is not null && x.AsSpan().SequenceEqual(other.x) && y.AsSpan().SequenceEqual(other.y);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Es256PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(x);

    internal static bool TryFrom(ECDsa ecdsa, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        key = null;
        var parameters = ecdsa.ExportParameters(includePrivateParameters: false);
        return parameters.Curve.IsNamed
            && parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            && TryFromCoordinates(parameters.Q.X, parameters.Q.Y, out key);
    }

    internal bool VerifyToken(byte[] signingInput, byte[] signature) =>
        signature.Length == SignatureSize && handles.VerifyToken(signingInput, signature);

    private static bool TryOpen(byte[] x, byte[] y, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        key = null;
        try
        {
            // Opening checks that the point is on the curve; the open handle serves the first signature check.
            key = new Es256PublicKey(x, y, Open(x, y));
            Es256KeyCache.Add(x, y, key);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string? TextOf(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // RFC 7638 section 3: the required members only, in lexicographic order, without white space.
    private static string Thumbprint(byte[] x, byte[] y)
    {
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.Encode(x)}}","y":"{{Base64Url.Encode(y)}}"}""";
        return Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(json)));
    }

    private static ECDsa Open(byte[] x, byte[] y) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = x, Y = y },
    });

    private ECDsa Open() => Open(x, y);
}
