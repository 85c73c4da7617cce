using Google.Protobuf;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>A real log in memory: real commitments, real proofs, a real key. Only its server can be told to lie.</summary>
internal sealed class TinyLog : IDisposable
{
    private readonly Ed25519Key _key = Ed25519Key.Create();
    private readonly SecretBytes _blinding = SecretBytes.Random(32);
    private readonly List<byte[]> _leaves = [];
    private readonly Lock _turn = new();
    private long _seq;

    public TinyLog(string origin)
    {
        Signer = new NoteSigner(origin, _key);
    }

    public NoteSigner Signer { get; }

    public LedgerEvidence Append(LedgerEntry entry) => Append(entry, out _);

    public LedgerEvidence Append(LedgerEntry entry, out byte[] body)
    {
        body = entry.ToBody();
        return Append(Commit(body));
    }

    /// <summary>Commits to a body without putting it into the log yet: for a city that records things in the wrong order.</summary>
    public EntryOpening Commit(byte[] body) =>
        Commitment.Commit(_blinding, new EntryLink("chain", Interlocked.Increment(ref _seq), new byte[32]), body);

    public LedgerEvidence Append(EntryOpening opening)
    {
        lock (_turn)
        {
            var commitment = opening.ToCommitment();
            var index = _leaves.Count;
            _leaves.Add(LeafEntry.Hash(commitment));
            var leaves = _leaves.ToArray();
            var checkpoint = Checkpoint.Sign(Signer, leaves.Length, MerkleTree.Root(leaves));
            var proof = TlogProof.Of(InclusionProof.Build(leaves, index), checkpoint, opening);
            return new LedgerEvidence
            {
                Index = index,
                Commitment = ByteString.CopyFrom(commitment),
                TlogProof = ByteString.CopyFromUtf8(proof.ToString()),
            };
        }
    }

    /// <summary>The log's honest answer about its present leaves; null for sizes it does not have.</summary>
    public ConsistencyProof? Prove(long oldSize, long newSize)
    {
        lock (_turn)
        {
            return newSize <= _leaves.Count ? ConsistencyProof.Build(_leaves.Take((int)newSize).ToArray(), oldSize) : null;
        }
    }

    /// <summary>Loses its last leaves, as a log restored from an old copy does, and goes on from there under the same key.</summary>
    public void Forget(int leaves)
    {
        lock (_turn)
        {
            _leaves.RemoveRange(_leaves.Count - leaves, leaves);
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _blinding.Dispose();
    }
}
