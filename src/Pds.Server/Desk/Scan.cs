namespace Pds.Server.Desk;

/// <summary>What a scanned form may be: looked at by its first bytes, whatever anybody says it is.</summary>
internal static class Scan
{
    /// <summary>The largest, in bytes: 3 MiB, so that one rests in one row.</summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    private static readonly (byte[] First, string MediaType)[] Known =
    [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ("%PDF-"u8.ToArray(), "application/pdf"),
    ];

    /// <summary>Its media type; null for anything else, for none, and for one too large.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> scan)
    {
        foreach (var (first, type) in Known)
        {
            if (scan.Length <= MaxBytes && scan.StartsWith(first))
            {
                return type;
            }
        }

        return null;
    }
}
