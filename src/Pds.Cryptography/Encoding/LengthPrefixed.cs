using System.Buffers.Binary;

namespace Pds.Cryptography;

/// <summary>
/// <c>LP(label, parts…)</c>: each part as its length (4 bytes, big-endian) and its bytes, the label first. Two different
/// lists of parts never give the same bytes, so a value cannot be read as another with the borders moved.
/// </summary>
public static class LengthPrefixed
{
    /// <summary>Encodes <paramref name="label"/> and <paramref name="parts"/>; the whole is at most 2 GiB.</summary>
    /// <param name="label">Name and version of the format, from <see cref="Labels"/>.</param>
    /// <param name="parts">The parts in order.</param>
    public static byte[] Of(string label, params ReadOnlySpan<LpPart> parts)
    {
        LpPart first = label;
        var total = sizeof(uint) + first.Length;
        foreach (ref readonly var part in parts)
        {
            total = checked(total + sizeof(uint) + part.Length);
        }

        var result = new byte[total];
        var rest = Append(result, first);
        foreach (ref readonly var part in parts)
        {
            rest = Append(rest, part);
        }

        return result;
    }

    private static Span<byte> Append(Span<byte> target, in LpPart part)
    {
        var length = part.Length;
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)length);
        part.Write(target.Slice(sizeof(uint), length));
        return target[(sizeof(uint) + length)..];
    }
}
