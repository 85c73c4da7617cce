using Pds.Cryptography;

namespace Pds.Server.Sessions;

/// <summary>The secret of a session and the challenge of a sign-in: 256 random bits as base64url, 43 characters, of which only a hash rests here.</summary>
internal static class SessionSecret
{
    /// <summary>Random bytes.</summary>
    public const int Size = 32;

    /// <summary>A fresh one.</summary>
    public static string New() => Base64Url.Encode(RandomSource.Bytes(Size));

    /// <summary>
    /// SHA-256 of its characters, base64url: the name of its row, which the recorder blinds once more under K_index. 256 random bits need no slow hash.
    /// </summary>
    public static string HashOf(string secret) => Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(secret)));
}
