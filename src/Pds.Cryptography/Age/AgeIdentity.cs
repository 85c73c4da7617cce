using System.Diagnostics.CodeAnalysis;

namespace Pds.Cryptography;

/// <summary>
/// Who opens an age file: <c>AGE-SECRET-KEY-1…</c>, an X25519 private key of 32 bytes. Prints its type only; <see cref="Export"/> gives the
/// text that <c>age -i</c> reads.
/// </summary>
public sealed class AgeIdentity : IDisposable
{
    private const string Prefix = "age-secret-key-";

    private AgeIdentity(HpkePrivateKey key) => (Key, Recipient) = (key, new AgeRecipient(key.PublicKey));

    /// <summary>Whom to seal to.</summary>
    public AgeRecipient Recipient { get; }

    internal HpkePrivateKey Key { get; }

    /// <summary>A fresh identity.</summary>
    public static AgeIdentity Create() => new(HpkePrivateKey.Create());

    /// <summary>Reads the upper-case text form; anything else is refused.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AgeIdentity? identity)
    {
        identity = text is not null && text == text.ToUpperInvariant()
            && Bech32.TryDecode(Prefix, text.ToLowerInvariant(), HpkePrivateKey.Size, out var raw)
            ? new AgeIdentity(HpkePrivateKey.Import(raw))
            : null;
        return identity is not null;
    }

    /// <summary>The text form: a secret, for the identity's owner alone.</summary>
    public string Export()
    {
        using var raw = Key.Export();
        return Bech32.Encode(Prefix, raw.Span).ToUpperInvariant();
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => Key.Dispose();

    /// <inheritdoc/>
    public override string ToString() => nameof(AgeIdentity);
}
