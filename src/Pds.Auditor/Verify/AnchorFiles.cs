using System.Text;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Verify;

/// <summary>The auditor's own files.</summary>
/// <param name="Policy">A tlog-policy.</param>
/// <param name="Root">A certificate, PEM or DER.</param>
/// <param name="Previous">A checkpoint.</param>
internal sealed record AnchorFiles(FileInfo? Policy, FileInfo? Root, FileInfo? Previous)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads them; false with the name of the first that cannot be, or is not what it should be.</summary>
    public bool TryRead(out Anchors anchors, out string unreadable)
    {
        var (policy, root, previous) = (TextOf(Policy), CertificateOf(Root), TextOf(Previous));
        anchors = new Anchors(policy, root, previous);
        unreadable = Policy is not null && !LogPolicy.TryParse(policy, out _) ? Policy.FullName
            : Root is not null && root is null ? Root.FullName
            : Previous is not null && previous is null ? Previous.FullName
            : "";
        return unreadable.Length == 0;
    }

    private static byte[]? BytesOf(FileInfo? file) =>
        file is { Exists: true, Length: > 0 and <= MaxBytes } ? File.ReadAllBytes(file.FullName) : null;

    private static string? TextOf(FileInfo? file) => BytesOf(file) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static byte[]? CertificateOf(FileInfo? file)
    {
        if (BytesOf(file) is not { } bytes)
        {
            return null;
        }

        var der = bytes.AsSpan().StartsWith("-----BEGIN"u8) ? DerOf(Encoding.ASCII.GetString(bytes)) : bytes;
        return der is not null && Es256PublicKey.TryFromCertificate(der.AsSpan(), out _) ? der : null;
    }

    // RFC 7468: the first certificate block; what is around it is for people.
    private static byte[]? DerOf(string pem)
    {
        const string begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
        var start = pem.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var stop = pem.IndexOf(end, StringComparison.Ordinal);
        var der = new byte[MaxBytes];
        return start >= begin.Length && stop > start && Convert.TryFromBase64String(pem[start..stop], der, out var length) ? der[..length] : null;
    }
}
