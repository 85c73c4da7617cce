namespace Pds.Cryptography;

/// <summary>What our KB-JWTs say beyond RFC 9901: which call this proof is for. <c>nonce</c> equals <see cref="Jti"/>.</summary>
/// <param name="Jti">128 random bits as base64url, 22 characters; accepted once.</param>
/// <param name="RequestHash">SHA-256 of the request's bytes: 32 bytes.</param>
/// <param name="Method">The full gRPC method name, for example <c>/pds.v1.DisclosureService/RequestData</c>.</param>
public sealed record CallBinding(string Jti, byte[] RequestHash, string Method)
{
    /// <summary>Bytes in a jti.</summary>
    public const int JtiSize = 16;

    /// <summary>A fresh random jti.</summary>
    public static string NewJti() => Base64Url.Encode(RandomSource.Bytes(JtiSize));
}
