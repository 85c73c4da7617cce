using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Pds.Cryptography;

/// <summary>
/// Public keys seen lately, so that the same caller's next token finds its native handles open. Holds at most
/// <see cref="Limit"/> keys; when full it forgets all of them, which costs one import each and cannot be steered to keep
/// an attacker's keys and evict others for long.
/// </summary>
internal static class Es256KeyCache
{
    public const int Limit = 4096;

    private static readonly ConcurrentDictionary<Point, Es256PublicKey> Keys = new();
    private static int count;

    public static bool TryGet(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, [NotNullWhen(true)] out Es256PublicKey? key) =>
        Keys.TryGetValue(Point.Of(x, y), out key);

    public static void Add(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, Es256PublicKey key)
    {
        if (Interlocked.Increment(ref count) > Limit)
        {
            Keys.Clear();
            Interlocked.Exchange(ref count, 1);
        }

        Keys.TryAdd(Point.Of(x, y), key);
    }

    private readonly record struct Point(UInt128 X1, UInt128 X2, UInt128 Y1, UInt128 Y2)
    {
        public static Point Of(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => new(Read(x), Read(x[16..]), Read(y), Read(y[16..]));

        private static UInt128 Read(ReadOnlySpan<byte> bytes) =>
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
