using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// A resident's enrolled device, named by its key: the RFC 7638 SHA-256 thumbprint of its ES256 public key, 43 characters of
/// base64url. There is no <c>New</c>: a device has the name its key gives it.
/// </summary>
public readonly record struct DeviceId
{
    private const int ThumbprintBytes = 32;

    private readonly string? text;

    private DeviceId(string text) => this.text = text;

    /// <summary>Reads a canonical base64url thumbprint of 32 bytes; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id)
    {
        bool good = text is { Length: 43 } && Base64Url.TryDecode(text, out byte[]? raw) && raw.Length == ThumbprintBytes;
        id = good ? new DeviceId(text!) : default;
        return good;
    }

    /// <summary>The thumbprint; empty for the default value, which no parser accepts.</summary>
    public override string ToString() => text ?? string.Empty;
}
