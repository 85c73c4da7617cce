using System.Text.Json;

namespace Pds.Cryptography;

/// <summary>
/// A well-formed compact JWS whose signature is not checked yet: believe nothing in it before <see cref="Verify"/> says true.
/// </summary>
public sealed class ParsedJws
{
    private readonly string token;
    private readonly int signingInputLength;
    private readonly byte[] signature;

    internal ParsedJws(
        string token, int signingInputLength, JsonElement header, JsonElement payload, byte[] payloadBytes, byte[] signature)
    {
        this.token = token;
        this.signingInputLength = signingInputLength;
        this.signature = signature;
        Header = header;
        Payload = payload;
        PayloadBytes = payloadBytes;
    }

    /// <summary>The header: alg, typ and perhaps kid, x5c, jwk.</summary>
    public JsonElement Header { get; }

    /// <summary>The claims: a JSON object.</summary>
    public JsonElement Payload { get; }

    /// <summary>The payload's exact bytes.</summary>
    public ReadOnlyMemory<byte> PayloadBytes { get; }

    /// <summary>The 64 bytes r ‖ s.</summary>
    public ReadOnlyMemory<byte> Signature => signature;

    /// <summary>The key id, if the header names one.</summary>
    public string? Kid => Header.TryGetProperty("kid", out var kid) ? kid.GetString() : null;

    /// <summary>The certificates of <c>x5c</c> as DER, leaf first (RFC 7515 section 4.1.6); empty without it.</summary>
    public IReadOnlyList<byte[]> CertificateChain => Header.TryGetProperty("x5c", out var chain)
        ? [.. chain.EnumerateArray().Select(c => c.GetBytesFromBase64())]
        : [];

    /// <summary>The key of <c>jwk</c>, if there is one. Embedded keys prove possession only; who owns them is another question.</summary>
    public Es256PublicKey? EmbeddedKey =>
        Header.TryGetProperty("jwk", out var jwk) && Es256PublicKey.TryFromJwk(jwk, out var key) ? key : null;

    /// <summary>The whole token as received.</summary>
    public string Token => token;

    /// <summary>Whether <paramref name="key"/> signed exactly this header and payload.</summary>
    public bool Verify(Es256PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var input = new byte[signingInputLength];
        System.Text.Encoding.ASCII.GetBytes(token.AsSpan(0, signingInputLength), input);
        return key.VerifyToken(input, signature);
    }

    /// <summary>The type name and nothing more: claims may be about a person.</summary>
    public override string ToString() => nameof(ParsedJws);
}
