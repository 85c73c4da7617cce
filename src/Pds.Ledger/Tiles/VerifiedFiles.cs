using System.Collections.Concurrent;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// Files that were derived once, by the SHA-256 of their bytes, and the 32 bytes each was derived to. A log that grew is checked
/// again at the cost of reading it; only what is new is hashed node by node. About 200 bytes a file. Safe to share between threads.
/// </summary>
internal sealed class VerifiedFiles
{
    private readonly ConcurrentDictionary<string, byte[]> derivedByDigest = new(StringComparer.Ordinal);

    internal bool Contains(ReadOnlySpan<byte> content, ReadOnlySpan<byte> derived) =>
        derivedByDigest.TryGetValue(Key(content), out byte[]? known) && derived.SequenceEqual(known);

    internal void Add(ReadOnlySpan<byte> content, ReadOnlySpan<byte> derived) => derivedByDigest[Key(content)] = derived.ToArray();

    private static string Key(ReadOnlySpan<byte> content) => Convert.ToHexString(Sha256.Hash(content));
}
