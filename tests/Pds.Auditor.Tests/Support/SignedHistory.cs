using System.Collections.Concurrent;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>Every cosignature a witness ever gave out: one root for each size, and all roots of one log (I-21, I-22).</summary>
internal sealed class SignedHistory(CosignatureVerifier witness, NoteVerifier log)
{
    private readonly ConcurrentDictionary<long, byte[]> roots = [];
    private int count;

    public int Count => count;

    public long Largest => roots.Keys.Max();

    /// <summary>Takes an answer, which must be a valid cosignature over what was asked.</summary>
    public Checkpoint Take(string answer, AddCheckpoint request)
    {
        Checkpoint.TryOpen(request.Note, log, out var checkpoint).Should().BeTrue();
        checkpoint!.TryAdd(answer, witness, out _, out _).Should().BeTrue("the answer is a cosignature over the checkpoint that was sent");
        roots.GetOrAdd(checkpoint.Size, checkpoint.Root).Should().Equal(checkpoint.Root, "size {0} is signed with one root for ever", checkpoint.Size);
        Interlocked.Increment(ref count);
        return checkpoint;
    }

    /// <summary>Every root ever signed is a root of this log.</summary>
    public void RequireOneHistory(MemoryLog history)
    {
        byte[][] leaves = [.. history.Leaves.Select(leaf => LeafEntry.Hash(leaf))];
        foreach (var (size, root) in roots)
        {
            MerkleTree.Root(leaves.AsSpan(0, (int)size)).Should().Equal(root, "what was signed at {0} belongs to the one history", size);
        }
    }
}
