namespace Pds.Ledger.Tests.Tiles;

/// <summary>What can be told from the public tiles alone: consistency, and where two views of one log part.</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-21")]
public sealed class TreeViewTests : IDisposable
{
    private readonly TemporaryDirectory left = new();
    private readonly TemporaryDirectory right = new();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(255, 256)]
    [InlineData(256, 257)]
    [InlineData(300, 1_000)]
    [InlineData(65_536, 66_000)]
    public async Task Tiles_prove_what_the_log_proves(int oldSize, int newSize)
    {
        using MemoryLog log = new MemoryLog().Append(oldSize);
        byte[] oldRoot = log.Tree.Root;
        TreeView view = await PublishAsync(log.Append(newSize - oldSize), left);

        ConsistencyProof proof = await view.ProveConsistencyAsync(oldSize, TestContext.Current.CancellationToken);

        proof.Verify(oldRoot, log.Tree.Root).Should().BeTrue();
        (await view.RootAtAsync(oldSize, TestContext.Current.CancellationToken)).Should().Equal(oldRoot);
    }

    [Theory]
    [InlineData(5, 5, 0)]
    [InlineData(5, 5, 4)]
    [InlineData(300, 300, 255)]
    [InlineData(300, 1_000, 256)]
    [InlineData(1_000, 300, 299)]
    [InlineData(257, 70_000, 3)]
    [InlineData(70_000, 69_999, 65_535)]
    public async Task The_first_differing_leaf_is_found(int size, int otherSize, int changed)
    {
        using MemoryLog log = new MemoryLog().Append(size);
        using MemoryLog fork = Changed(otherSize, changed);

        ForkPoint? point = await ForkPoint.FindAsync(await PublishAsync(log, left), await PublishAsync(fork, right), TestContext.Current.CancellationToken);

        point!.Index.Should().Be(changed);
        point.Left.Should().Equal(LeafEntry.Hash(log.Leaves[changed]));
        point.Right.Should().Equal(LeafEntry.Hash(fork.Leaves[changed]));
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(7, 7)]
    [InlineData(300, 70_000)]
    public async Task Of_a_log_and_its_continuation_there_is_no_fork(int size, int longer)
    {
        using MemoryLog log = new MemoryLog().Append(size);
        using MemoryLog grown = new MemoryLog().Append(longer);

        (await ForkPoint.FindAsync(await PublishAsync(log, left), await PublishAsync(grown, right), TestContext.Current.CancellationToken)).Should().BeNull();
    }

    [Fact]
    public async Task Tiles_that_do_not_give_the_signed_root_are_not_believed()
    {
        using MemoryLog log = new MemoryLog().Append(600);
        using MemoryLog fork = Changed(600, 20);
        TreeView honest = await PublishAsync(log, left);
        TreeView lying = await PublishAsync(fork, right);

        // The fork's signed root over tiles of which one was taken from the other view.
        File.Copy(left["tile/0/000"], right["tile/0/000"], overwrite: true);

        await FluentActions.Awaiting(async () => await ForkPoint.FindAsync(honest, lying, TestContext.Current.CancellationToken))
            .Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    public async Task A_missing_tile_and_a_short_one_are_told_apart()
    {
        using MemoryLog log = new MemoryLog().Append(600);
        TreeView view = await PublishAsync(log, left);
        await File.WriteAllBytesAsync(left["tile/0/001"], new byte[31], TestContext.Current.CancellationToken);
        await FluentActions.Awaiting(async () => await view.RootAtAsync(300, TestContext.Current.CancellationToken)).Should().ThrowAsync<InvalidDataException>();
        File.Delete(left["tile/0/001"]);

        await FluentActions.Awaiting(async () => await view.RootAtAsync(300, TestContext.Current.CancellationToken)).Should().ThrowAsync<IOException>();
    }

    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
    }

    private static MemoryLog Changed(int size, int at)
    {
        MemoryLog fork = new();
        byte[][] leaves = TestLeaves.Commitments(0, size);
        leaves[at] = TestLeaves.Commitment(1_000_000);
        PendingAppend append = fork.Tree.Prepare(leaves);
        fork.Keep(leaves, append);
        fork.Tree.Accept(append);
        return fork;
    }

    private static async Task<TreeView> PublishAsync(MemoryLog log, TemporaryDirectory into)
    {
        await new TilePublisher(into.Path, log.Signer.Verifier, log).PublishAsync(log.Checkpoint(), TestContext.Current.CancellationToken);
        return new TreeView(new LogDirectory(into.Path), log.Checkpoint());
    }
}
