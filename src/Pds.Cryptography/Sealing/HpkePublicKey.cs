using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>
/// X25519 public key to which one message at a time is sealed with HPKE base mode (RFC 9180). Safe to share between threads.
/// </summary>
public sealed class HpkePublicKey : IEquatable<HpkePublicKey>
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Size = Hpke.PublicKeySize;

    /// <summary>Bytes a sealed message is longer than its plaintext: enc (32) and tag (16).</summary>
    public const int Overhead = Hpke.PublicKeySize + Hpke.TagSize;

    private HpkePublicKey(byte[] raw)
    {
        Raw = raw;
        Thumbprint = ThumbprintOf(raw);
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] Raw { get; }

    /// <summary>RFC 7638 thumbprint of the OKP JWK (RFC 8037), base64url: 43 characters.</summary>
    public string Thumbprint { get; }

    /// <summary>Key id: the thumbprint.</summary>
    public string Kid => Thumbprint;

    /// <summary>Reads 32 bytes; false for another length and for small-order points, to which nothing can be sealed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> raw, [NotNullWhen(true)] out HpkePublicKey? key)
    {
        key = raw.Length == Size && !X25519Points.IsSmallOrder(raw) ? new HpkePublicKey(raw.ToArray()) : null;
        return key is not null;
    }

    /// <summary>Reads an OKP JWK of X25519 (RFC 8037): kty, crv and canonical x; a private member is refused.</summary>
    public static bool TryFromJwk(JsonElement jwk, [NotNullWhen(true)] out HpkePublicKey? key)
    {
        key = null;
        return jwk.ValueKind == JsonValueKind.Object
            && TextOf(jwk, "kty") == "OKP"
            && TextOf(jwk, "crv") == "X25519"
            && !jwk.TryGetProperty("d", out _)
            && Base64Url.TryDecode(TextOf(jwk, "x"), out var raw)
            && TryParse(raw, out key);
    }

    /// <summary>The JWK: kty, crv, x and nothing else.</summary>
    public JsonObject ToJwk() => new() { ["kty"] = "OKP", ["crv"] = "X25519", ["x"] = Base64Url.Encode(Raw) };

    /// <summary>Seals one message: enc (32) ‖ ciphertext ‖ tag (16).</summary>
    /// <param name="info">What the message is for, bound into the key: <see cref="LengthPrefixed"/> with its own label.</param>
    /// <param name="aad">More bytes the opener must present; may be empty.</param>
    /// <param name="plaintext">The message.</param>
    public byte[] Seal(ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        // A fresh ephemeral key for each message, so key and nonce never repeat (I-32).
        using var ephemeral = SecretBytes.Random(HpkePrivateKey.Size);
        return Seal(ephemeral.Span, info, aad, plaintext);
    }

    /// <inheritdoc/>
    public bool Equals(HpkePublicKey? other) => other is not null && Raw.AsSpan().SequenceEqual(other.Raw);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HpkePublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Raw);

    internal static HpkePublicKey Of(ReadOnlySpan<byte> privateKey)
    {
        var raw = new byte[Size];
        X25519.PublicOf(privateKey, raw);
        return new HpkePublicKey(raw);
    }

    internal byte[] Seal(ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        var result = new byte[Overhead + plaintext.Length];
        var enc = result.AsSpan(0, Size);
        X25519.PublicOf(ephemeral, enc);

        // Small-order keys never become an HpkePublicKey, so the agreement cannot fail here.
        using var context = Hpke.SetupSender(ephemeral, enc, Raw, info)
            ?? throw new InvalidOperationException("The recipient's key is a small-order point.");
        context.Seal(aad, plaintext, result.AsSpan(Size));
        return result;
    }

    private static string? TextOf(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string ThumbprintOf(byte[] raw)
    {
        var json = $$"""{"crv":"X25519","kty":"OKP","x":"{{Base64Url.Encode(raw)}}"}""";
        return Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(json)));
    }
}
