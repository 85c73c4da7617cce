using System.Text;

namespace Pds.Cryptography.Tests;

/// <summary>Makes SD-JWTs that our builder would refuse to make: payload and disclosures exactly as given, honestly signed.</summary>
internal static class Raw
{
    public const string Typ = "raw+sd-jwt";

    private static readonly Es256Key Key = Es256Key.Create();

    public static string Disclosure(string json) => Base64Url.Encode(Encoding.UTF8.GetBytes(json));

    public static string Digest(string disclosure) => Base64Url.Encode(Sha256.Hash(Encoding.ASCII.GetBytes(disclosure)));

    public static string Sign(string payload, params string[] disclosures) =>
        string.Join('~', [CompactJws.Sign(Key, Typ, Encoding.UTF8.GetBytes(payload)), .. disclosures, string.Empty]);

    public static SdJwtDefect DefectOf(string text) =>
        SdJwt.TryParse(text, Typ, out _, out var defect) ? SdJwtDefect.None : defect;
}
