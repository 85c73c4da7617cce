using Pds.Cryptography;

namespace Pds.Ledger.Tests;

/// <summary>Commitments that are different for every index and the same in every run.</summary>
internal static class TestLeaves
{
    public static byte[] Commitment(long index) => Sha256.Hash(BitConverter.GetBytes(index));

    public static byte[][] Commitments(long start, int count) => [.. Enumerable.Range(0, count).Select(i => Commitment(start + i))];

    public static byte[][] Hashes(int count) => [.. Commitments(0, count).Select(c => LeafEntry.Hash(c))];
}
