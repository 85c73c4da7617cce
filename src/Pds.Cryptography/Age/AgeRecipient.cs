using System.Diagnostics.CodeAnalysis;

namespace Pds.Cryptography;

/// <summary>Whom an age file is sealed to (age-encryption.org/v1, X25519): <c>age1</c> and Bech32 of 32 bytes, 62 characters.</summary>
public sealed class AgeRecipient
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 62;

    private const string Prefix = "age";

    private readonly string text;

    internal AgeRecipient(HpkePublicKey key) => (Key, text) = (key, Bech32.Encode(Prefix, key.Raw));

    /// <summary>The X25519 key.</summary>
    internal HpkePublicKey Key { get; }

    /// <summary>Reads the lower-case text form; another spelling and points of small order are refused.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AgeRecipient? recipient)
    {
        recipient = Bech32.TryDecode(Prefix, text, HpkePublicKey.Size, out var raw) && HpkePublicKey.TryParse(raw, out var key)
            ? new AgeRecipient(key)
            : null;
        return recipient is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => text;
}
