using System.Buffers.Binary;

namespace Pds.Cryptography;

/// <summary>
/// One part of an <see cref="LengthPrefixed"/> value: text as UTF-8, bytes as they are, integers as 8 bytes big-endian.
/// </summary>
public readonly struct LpPart
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly string? text;
    private readonly long number;
    private readonly Kind kind;

    private LpPart(ReadOnlyMemory<byte> bytes) => (kind, this.bytes) = (Kind.Bytes, bytes);

    private LpPart(string text) => (kind, this.text) = (Kind.Text, text);

    private LpPart(long number) => (kind, this.number) = (Kind.Number, number);

    private enum Kind : byte
    {
        Bytes,
        Text,
        Number,
    }

    /// <summary>Length of the part in bytes, without its prefix.</summary>
    internal int Length => kind switch
    {
        Kind.Text => System.Text.Encoding.UTF8.GetByteCount(text!),
        Kind.Number => sizeof(long),
        Kind.Bytes => bytes.Length,
    };

    /// <summary>UTF-8 of <paramref name="text"/>.</summary>
    public static implicit operator LpPart(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LpPart(text);
    }

    /// <summary>The bytes as they are.</summary>
    public static implicit operator LpPart(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new LpPart((ReadOnlyMemory<byte>)bytes);
    }

    /// <summary>The bytes as they are.</summary>
    public static implicit operator LpPart(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Eight bytes, big-endian.</summary>
    public static implicit operator LpPart(int number) => new((long)number);

    /// <summary>Eight bytes, big-endian.</summary>
    public static implicit operator LpPart(long number) => new(number);

    internal void Write(Span<byte> target)
    {
        switch (kind)
        {
            case Kind.Text:
                System.Text.Encoding.UTF8.GetBytes(text!, target);
                break;
            case Kind.Number:
                BinaryPrimitives.WriteInt64BigEndian(target, number);
                break;
            default:
                bytes.Span.CopyTo(target);
                break;
        }
    }
}
