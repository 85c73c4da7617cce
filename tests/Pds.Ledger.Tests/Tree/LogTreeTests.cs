using CsCheck;

namespace Pds.Ledger.Tests.Tree;

[Trait("Feature", "Q2")]
[Trait("Invariant", "I-21")]
public sealed class LogTreeTests
{
    [Fact]
    public void The_growing_tree_has_the_root_of_the_definition_at_every_size()
    {
        using MemoryLog log = new();

        for (int size = 1; size <= 600; size++)
        {
            log.Append(1);

            log.Tree.Root.Should().Equal(MerkleTree.Root(TestLeaves.Hashes(size)), "the size is {0}", size);
        }
    }

    [Fact]
    public void Batches_of_any_sizes_give_the_same_tree() => Gen.Int[1, 400].Array[1, 6].Sample(
        batches =>
        {
            using MemoryLog log = new();
            foreach (int batch in batches)
            {
                log.Append(batch);
            }

            return log.Tree.Size == batches.Sum() && log.Tree.Root.AsSpan().SequenceEqual(MerkleTree.Root(TestLeaves.Hashes(batches.Sum())));
        },
        iter: 50);

    [Fact]
    public async Task Proofs_equal_those_of_the_definition()
    {
        const int size = 1_000;
        byte[][] hashes = TestLeaves.Hashes(size);
        using MemoryLog log = new MemoryLog().Append(size);

        foreach (int at in (int[])[1, 2, 255, 256, 257, 511, 512, 700, 999, 1_000])
        {
            for (int index = 0; index < at; index += 13)
            {
                InclusionProof proof = await log.Tree.ProveAsync(index, at, TestContext.Current.CancellationToken);
                proof.Should().BeEquivalentTo(InclusionProof.Build(hashes.AsSpan(0, at), index));
            }

            for (int old = 1; old <= at; old += 29)
            {
                ConsistencyProof proof = await log.Tree.ProveConsistencyAsync(old, at, TestContext.Current.CancellationToken);
                proof.Should().BeEquivalentTo(ConsistencyProof.Build(hashes.AsSpan(0, at), old));
            }

            (await log.Tree.RootAtAsync(at, TestContext.Current.CancellationToken)).Should().Equal(MerkleTree.Root(hashes.AsSpan(0, at)));
        }
    }

    [Fact]
    public async Task A_tree_with_three_levels_of_tiles_proves_its_ends_and_its_middle()
    {
        const int size = 65_536 + 300;
        using MemoryLog log = new();
        for (int left = size; left > 0; left -= 4_096)
        {
            log.Append(Math.Min(left, 4_096));
        }

        await log.ReopenAsync();

        foreach (long index in (long[])[0, 255, 256, 40_000, 65_535, 65_536, 65_791, 65_792, size - 1])
        {
            InclusionProof proof = await log.Tree.ProveAsync(index, size, TestContext.Current.CancellationToken);
            proof.Verify(LeafEntry.Hash(TestLeaves.Commitment(index)), log.Tree.Root).Should().BeTrue("{0} is in the tree", index);
        }

        ConsistencyProof consistency = await log.Tree.ProveConsistencyAsync(65_536, size, TestContext.Current.CancellationToken);
        consistency.Verify(await log.Tree.RootAtAsync(65_536, TestContext.Current.CancellationToken), log.Tree.Root).Should().BeTrue();
    }

    [Fact]
    public async Task Recent_leaves_are_proved_without_reading_the_store()
    {
        using MemoryLog log = new MemoryLog().Append(1_000);

        await log.Tree.ProveAsync(999, 1_000, TestContext.Current.CancellationToken);
        await log.Tree.ProveAsync(100, 1_000, TestContext.Current.CancellationToken);

        log.TileReads.Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1_024)]
    [InlineData(1_300)]
    public async Task A_reopened_tree_is_the_same_tree_and_goes_on_alike(int size)
    {
        using MemoryLog log = new MemoryLog().Append(size);
        byte[] before = log.Tree.Root;

        await log.ReopenAsync();

        log.Tree.Root.Should().Equal(before);
        log.Append(300).Tree.Root.Should().Equal(MerkleTree.Root(TestLeaves.Hashes(size + 300)));
    }

    [Fact]
    public void A_batch_that_is_dropped_leaves_no_trace()
    {
        using MemoryLog log = new MemoryLog().Append(250);
        byte[] before = log.Tree.Root;

        log.Tree.Prepare(TestLeaves.Commitments(9_000, 20));

        log.Tree.Root.Should().Equal(before);
        log.Append(20).Tree.Root.Should().Equal(MerkleTree.Root(TestLeaves.Hashes(270)));
    }

    [Fact]
    public void A_batch_is_accepted_only_if_prepared_last_and_only_once()
    {
        using MemoryLog log = new MemoryLog().Append(10);
        PendingAppend dropped = log.Tree.Prepare(TestLeaves.Commitments(10, 3));
        PendingAppend last = log.Tree.Prepare(TestLeaves.Commitments(10, 4));

        FluentActions.Invoking(() => log.Tree.Accept(dropped)).Should().Throw<InvalidOperationException>();
        log.Tree.Accept(last);
        FluentActions.Invoking(() => log.Tree.Accept(last)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task A_damaged_tile_in_the_store_is_found_before_it_spoils_a_proof()
    {
        using MemoryLog log = new MemoryLog().Append(600);
        log.Tiles[(0, 0)] = [.. log.Tiles[(0, 0)].Select((b, at) => at == 77 ? (byte)(b ^ 1) : b)];
        byte[] signed = log.Tree.Root;

        await log.ReopenAsync();

        log.Tree.Root.Should().NotEqual(signed, "the caller compares it with the root it signed");
    }

    [Fact]
    public async Task A_tile_damaged_while_running_is_refused()
    {
        using MemoryLog log = new MemoryLog().Append(600);
        await log.ReopenAsync();
        log.Tiles[(0, 0)] = [.. log.Tiles[(0, 0)].Select((b, at) => at == 77 ? (byte)(b ^ 1) : b)];

        await FluentActions.Invoking(async () => await log.Tree.ProveAsync(3, 600, TestContext.Current.CancellationToken))
            .Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    public async Task A_missing_tile_or_leaf_stops_the_opening()
    {
        using MemoryLog log = new MemoryLog().Append(600);
        log.Tiles.Remove((0, 1));

        await FluentActions.Invoking(log.ReopenAsync).Should().ThrowAsync<InvalidDataException>();
        await FluentActions.Invoking(async () => await LogTree.OpenAsync(log, 10, [], TestContext.Current.CancellationToken))
            .Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    public async Task Proofs_asked_for_while_the_tree_grows_all_verify()
    {
        using MemoryLog log = new MemoryLog().Append(100);
        using CancellationTokenSource stop = new();
        TaskCompletionSource reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> reader = Task.Run(async () =>
        {
            int proved = 0;
            for (; !stop.IsCancellationRequested; proved++)
            {
                long size = log.Tree.Size;
                byte[] root = await log.Tree.RootAtAsync(size);
                InclusionProof proof = await log.Tree.ProveAsync(proved % size, size);
                proof.Verify(LeafEntry.Hash(TestLeaves.Commitment(proved % size)), root).Should().BeTrue();
                reading.TrySetResult();
            }

            return proved;
        });

        await Task.WhenAny(reading.Task, reader);
        for (int batch = 0; batch < 500; batch++)
        {
            log.Append(1 + (batch % 23));
        }

        await stop.CancelAsync();
        (await reader).Should().BePositive();
    }
}
