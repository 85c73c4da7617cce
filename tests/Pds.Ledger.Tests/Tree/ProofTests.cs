using CsCheck;
using Pds.Cryptography;

namespace Pds.Ledger.Tests.Tree;

[Trait("Feature", "Q2")]
[Trait("Invariant", "I-21")]
public sealed class ProofTests
{
    private const int MaxSize = 300;
    private const int MaxDefined = 70;

    private static readonly byte[][] Hashes = TestLeaves.Hashes(MaxSize);
    private static readonly byte[][] Roots = [.. Enumerable.Range(0, MaxSize + 1).Select(size => MerkleTree.Root(Hashes.AsSpan(0, size)))];

    [Fact]
    public void The_empty_root_and_the_hashes_are_those_of_RFC_6962()
    {
        MerkleTree.EmptyRoot().Should().Equal(Convert.FromHexString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        MerkleTree.LeafHash([]).Should().Equal(Sha256.Hash([0]));
        MerkleTree.NodeHash(Hashes[0], Hashes[1]).Should().Equal(Sha256.Hash([1, .. Hashes[0], .. Hashes[1]]));
        MerkleTree.LeafHash(new byte[1_000]).Should().Equal(Sha256.Hash(new byte[1_001]));
    }

    // The definition is slow: its proofs are tried up to here, and those of the growing tree, which must be the same, up to the end.
    [Fact]
    public async Task Every_leaf_of_every_tree_is_proved()
    {
        using MemoryLog log = new MemoryLog().Append(MaxSize);

        for (int size = 1; size <= MaxSize; size++)
        {
            for (int index = 0; index < size; index++)
            {
                InclusionProof proof = await log.Tree.ProveAsync(index, size, TestContext.Current.CancellationToken);
                Assert.True(proof.Verify(Hashes[index], Roots[size]), $"leaf {index} of {size}");
                Assert.True(size > MaxDefined || SamePath(proof.Path, InclusionProof.Build(Hashes.AsSpan(0, size), index).Path));
            }
        }
    }

    [Fact]
    public async Task Every_tree_extends_every_smaller_one()
    {
        using MemoryLog log = new MemoryLog().Append(MaxSize);

        for (int size = 1; size <= MaxSize; size++)
        {
            for (int old = 1; old <= size; old++)
            {
                ConsistencyProof proof = await log.Tree.ProveConsistencyAsync(old, size, TestContext.Current.CancellationToken);
                Assert.True(proof.Verify(Roots[old], Roots[size]), $"{size} leaves extend {old}");
                Assert.True(size > MaxDefined || SamePath(proof.Path, ConsistencyProof.Build(Hashes.AsSpan(0, size), old).Path));
            }
        }
    }

    [Fact]
    public void A_tampered_inclusion_proof_is_refused() =>
        GenPlace.Select(Gen.Int[0, 5], Gen.Int[0, 100_000]).Sample((place, defect, salt) =>
        {
            (int index, int size) = place;
            InclusionProof good = InclusionProof.Build(Hashes.AsSpan(0, size), index);
            InclusionProof? bad = defect switch
            {
                0 => good with { Index = (index + 1 + (salt % size)) % (size + 1) },
                1 => good with { Path = [.. good.Path, Hashes[salt % MaxSize]] },
                2 when good.Path.Count > 0 => good with { Path = [.. good.Path.Skip(1)] },
                3 when good.Path.Count > 0 => good with { Path = Flip(good.Path, salt) },
                4 when good.Path.Count > 1 => good with { Path = [.. good.Path.Reverse()] },
                5 when good.Path.Count > 0 => good with { Path = [.. good.Path.Take(good.Path.Count - 1), new byte[31]] },
                _ => null,
            };

            return bad is null || bad.Index == index && SamePath(bad.Path, good.Path) || !bad.Verify(Hashes[index], Roots[size]);
        });

    [Fact]
    public void A_proof_of_another_leaf_or_root_is_refused() =>
        GenPlace.Select(Gen.Int[0, MaxSize - 1]).Sample((place, other) =>
        {
            (int index, int size) = place;
            InclusionProof proof = InclusionProof.Build(Hashes.AsSpan(0, size), index);
            return (other == index || !proof.Verify(Hashes[other], Roots[size])) && (other == size || !proof.Verify(Hashes[index], Roots[other]));
        });

    [Fact]
    public void A_tampered_consistency_proof_is_refused() =>
        GenPlace.Select(Gen.Int[0, 4], Gen.Int[0, 100_000]).Sample((place, defect, salt) =>
        {
            (int before, int size) = (place.V0 + 1, place.V1);
            ConsistencyProof good = ConsistencyProof.Build(Hashes.AsSpan(0, size), before);
            ConsistencyProof bad = defect switch
            {
                0 => good with { Path = [.. good.Path, Hashes[salt % MaxSize]] },
                1 when good.Path.Count > 0 => good with { Path = [.. good.Path.Skip(1)] },
                2 when good.Path.Count > 0 => good with { Path = Flip(good.Path, salt) },
                3 when good.Path.Count > 0 => good with { Path = [.. good.Path.Take(good.Path.Count - 1), new byte[33]] },
                _ => good with { OldSize = 0 },
            };

            return !bad.Verify(Roots[before], Roots[size]) && !good.Verify(Hashes[0], Hashes[1 + (salt % (MaxSize - 1))]);
        });

    [Fact]
    public void Size_zero_proves_nothing()
    {
        new ConsistencyProof(0, 5, []).Verify(Roots[0], Roots[5]).Should().BeFalse();
        new ConsistencyProof(0, 0, []).Verify(Roots[0], Roots[0]).Should().BeFalse();
        new InclusionProof(0, 0, []).Verify(Hashes[0], Roots[0]).Should().BeFalse();
    }

    [Fact]
    public void Sizes_in_the_wrong_order_and_short_hashes_are_refused()
    {
        new ConsistencyProof(5, 4, []).Verify(Roots[5], Roots[4]).Should().BeFalse();
        new ConsistencyProof(4, 4, []).Verify(Roots[4], Roots[5]).Should().BeFalse();
        new ConsistencyProof(4, 4, []).Verify([], []).Should().BeFalse();
        new InclusionProof(-1, 1, []).Verify(Hashes[0], Roots[1]).Should().BeFalse();
        new InclusionProof(0, 1, []).Verify(Hashes[0].AsSpan(1), Roots[1]).Should().BeFalse();
    }

    private static Gen<(int V0, int V1)> GenPlace => Gen.Int[1, MaxSize].SelectMany(size => Gen.Int[0, size - 1].Select(index => (index, size)));

    private static byte[][] Flip(IReadOnlyList<byte[]> path, int salt)
    {
        byte[][] copy = [.. path.Select(hash => hash.ToArray())];
        copy[salt % copy.Length][salt / 64 % 32] ^= (byte)(1 << (salt % 8));
        return copy;
    }

    private static bool SamePath(IReadOnlyList<byte[]> one, IReadOnlyList<byte[]> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
