using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// Arrays the collector does not move. Pinned arrays are only reclaimed by full collections, so the commonest size
/// (32 bytes) is kept on a small per-thread shelf instead of being allocated for every derived key.
/// </summary>
internal static class PinnedMemory
{
    private const int ShelvedSize = 32;
    private const int ShelfPlaces = 32;

    [ThreadStatic]
    private static Stack<byte[]>? shelf;

    public static byte[] Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return length == ShelvedSize && shelf is { Count: > 0 } places
            ? places.Pop()
            : GC.AllocateArray<byte>(length, pinned: true);
    }

    public static void Return(byte[] array)
    {
        CryptographicOperations.ZeroMemory(array);
        if (array.Length != ShelvedSize)
        {
            return;
        }

        var places = shelf ??= new Stack<byte[]>(ShelfPlaces);
        if (places.Count < ShelfPlaces)
        {
            places.Push(array);
        }
    }
}
