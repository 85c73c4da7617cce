using System.Diagnostics.CodeAnalysis;

namespace Pds.Cryptography;

/// <summary>
/// Authenticated encryption bound to a place: suite byte <c>0x01</c>, then a Cobblestone-256 message. The context names the
/// place (origin, resident, field, version …) and is not stored; with another context the same bytes do not open.
/// Overhead: 73 bytes, and 16 more for every full 16 KiB.
/// </summary>
public static class Seal
{
    /// <summary>Length of a key in bytes.</summary>
    public const int KeySize = 32;

    /// <summary>The only suite built: Cobblestone-256. <c>0x02</c> is reserved for AEGIS-256.</summary>
    public const byte Suite = 0x01;

    /// <summary>Seals <paramref name="plaintext"/>; every call gives other bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="key"/> is not 32 bytes.</exception>
    public static byte[] Close(SecretBytes key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(key);
        var result = new byte[1 + Cobblestone256.SealedLength(plaintext.Length)];
        result[0] = Suite;
        Cobblestone256.Seal(key.Span, context, plaintext, result.AsSpan(1));
        return result;
    }

    /// <summary>Opens sealed bytes; false for another key, another context, a foreign suite or any change of any bit.</summary>
    public static bool TryOpen(
        SecretBytes key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> sealedBytes, [NotNullWhen(true)] out byte[]? plaintext)
    {
        ArgumentNullException.ThrowIfNull(key);
        plaintext = null;
        if (!TryMeasure(sealedBytes, out var length))
        {
            return false;
        }

        var opened = new byte[length];
        if (!Cobblestone256.TryOpen(key.Span, context, sealedBytes[1..], opened))
        {
            return false;
        }

        plaintext = opened;
        return true;
    }

    /// <summary>Like <see cref="TryOpen"/>, for a key: the plaintext exists only in memory that is zeroed.</summary>
    public static bool TryOpenSecret(
        SecretBytes key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> sealedBytes, [NotNullWhen(true)] out SecretBytes? secret)
    {
        ArgumentNullException.ThrowIfNull(key);
        secret = null;
        if (!TryMeasure(sealedBytes, out var length))
        {
            return false;
        }

        var opened = false;
        var candidate = SecretBytes.Create(
            length,
            new Inputs(key.Span, context, sealedBytes[1..], ref opened),
            static (target, i) => i.Opened = Cobblestone256.TryOpen(i.Key, i.Context, i.Message, target));
        if (!opened)
        {
            candidate.Dispose();
            return false;
        }

        secret = candidate;
        return true;
    }

    private static bool TryMeasure(ReadOnlySpan<byte> sealedBytes, out int length)
    {
        length = 0;
        return sealedBytes.Length > 0
            && sealedBytes[0] == Suite
            && Cobblestone256.TryPlaintextLength(sealedBytes.Length - 1, out length);
    }

    private readonly ref struct Inputs(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, ref bool opened)
    {
        private readonly ref bool opened = ref opened;

        public ReadOnlySpan<byte> Key { get; } = key;

        public ReadOnlySpan<byte> Context { get; } = context;

        public ReadOnlySpan<byte> Message { get; } = message;

        public bool Opened
        {
            set => opened = value;
        }
    }
}
