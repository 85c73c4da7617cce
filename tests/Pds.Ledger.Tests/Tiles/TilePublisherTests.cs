namespace Pds.Ledger.Tests.Tiles;

[Trait("Feature", "Q2")]
[Trait("Invariant", "I-22")]
public sealed class TilePublisherTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly MemoryLog log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_directory_is_empty_and_catches_up()
    {
        log.Append(600);
        TilePublisher publisher = Publisher();
        (await publisher.InspectAsync(log.Tree, Cancellation)).Should().Be(new PublishedState.Empty());

        await publisher.PublishAsync(log.Checkpoint(), Cancellation);

        directory.Files().Should().Equal(
            "checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2",
            "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88");
        (await publisher.InspectAsync(log.Tree, Cancellation)).Should().Be(new PublishedState.Current(600));
        Check().Should().BeOfType<LogCheck.Sound>();
    }

    [Fact]
    public async Task An_empty_log_is_published_as_a_checkpoint_alone()
    {
        await Publisher().PublishAsync(log.Checkpoint(), Cancellation);

        directory.Files().Should().Equal("checkpoint");
        Check().Should().BeOfType<LogCheck.Sound>();
        (await Publisher().InspectAsync(log.Tree, Cancellation)).Should().Be(new PublishedState.Current(0));
    }

    [Fact]
    public async Task Every_step_of_a_growing_log_is_sound_and_full_tiles_replace_partial_ones()
    {
        TilePublisher publisher = Publisher();

        foreach (int batch in (int[])[4, 4, 200, 47, 1, 1, 300, 3])
        {
            log.Append(batch);
            await publisher.PublishAsync(log.Checkpoint(), Cancellation);
            Check().Should().BeOfType<LogCheck.Sound>().Which.Checkpoint.Size.Should().Be(log.Tree.Size);
        }

        Directory.Exists(directory["tile/0/000.p"]).Should().BeFalse();
        Directory.Exists(directory["tile/entries/001.p"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_new_process_goes_on_where_the_directory_ends()
    {
        await Publisher().PublishAsync(log.Append(300).Checkpoint(), Cancellation);
        log.Append(213);

        (await Publisher().InspectAsync(log.Tree, Cancellation)).Should().Be(new PublishedState.Behind(300, 513));
        await Publisher().PublishAsync(log.Checkpoint(), Cancellation);

        Check().Should().BeOfType<LogCheck.Sound>();
    }

    [Fact]
    public async Task It_never_goes_backwards()
    {
        TilePublisher publisher = Publisher();
        Checkpoint old = log.Append(10).Checkpoint();
        await publisher.PublishAsync(log.Append(10).Checkpoint(), Cancellation);
        byte[] before = await File.ReadAllBytesAsync(directory["checkpoint"], Cancellation);

        await publisher.PublishAsync(old, Cancellation);

        (await File.ReadAllBytesAsync(directory["checkpoint"], Cancellation)).Should().Equal(before);
    }

    [Fact]
    public async Task A_store_older_than_the_directory_is_refused()
    {
        await Publisher().PublishAsync(log.Append(20).Checkpoint(), Cancellation);
        using MemoryLog rolledBack = new MemoryLog().Append(12);

        PublishedState state = await new TilePublisher(directory.Path, log.Signer.Verifier, rolledBack).InspectAsync(rolledBack.Tree, Cancellation);

        state.Should().Be(new PublishedState.Ahead(20, 12));
        state.MayContinue.Should().BeFalse();
    }

    [Fact]
    public async Task A_store_with_another_history_is_refused()
    {
        await Publisher().PublishAsync(log.Append(20).Checkpoint(), Cancellation);
        using MemoryLog other = Fork(20, 30);

        PublishedState state = await new TilePublisher(directory.Path, log.Signer.Verifier, other).InspectAsync(other.Tree, Cancellation);

        state.Should().Be(new PublishedState.Inconsistent(20));
    }

    [Theory]
    [InlineData(20, "another root at the same size")]
    [InlineData(30, "a larger tree that does not extend the published one")]
    public async Task A_fork_is_not_published(int size, string because)
    {
        await Publisher().PublishAsync(log.Append(20).Checkpoint(), Cancellation);
        byte[] before = await File.ReadAllBytesAsync(directory["checkpoint"], Cancellation);
        using MemoryLog other = Fork(20, size);

        await FluentActions.Invoking(async () => await new TilePublisher(directory.Path, log.Signer.Verifier, other).PublishAsync(other.Checkpoint(), Cancellation))
            .Should().ThrowAsync<InvalidDataException>(because);

        (await File.ReadAllBytesAsync(directory["checkpoint"], Cancellation)).Should().Equal(before);
        Check().Should().BeOfType<LogCheck.Sound>();
    }

    [Fact]
    public async Task A_crash_before_the_checkpoint_leaves_the_old_one_sound_and_the_next_run_catches_up()
    {
        await Publisher().PublishAsync(log.Append(300).Checkpoint(), Cancellation);
        byte[] oldCheckpoint = await File.ReadAllBytesAsync(directory["checkpoint"], Cancellation);
        byte[] oldTile = await File.ReadAllBytesAsync(directory["tile/0/001.p/44"], Cancellation);
        byte[] oldBundle = await File.ReadAllBytesAsync(directory["tile/entries/001.p/44"], Cancellation);
        await Publisher().PublishAsync(log.Append(400).Checkpoint(), Cancellation);

        // What the disk holds when the power fails just before the checkpoint is replaced.
        await File.WriteAllBytesAsync(directory["checkpoint"], oldCheckpoint, Cancellation);
        Directory.CreateDirectory(directory["tile/0/001.p"]);
        Directory.CreateDirectory(directory["tile/entries/001.p"]);
        await File.WriteAllBytesAsync(directory["tile/0/001.p/44"], oldTile, Cancellation);
        await File.WriteAllBytesAsync(directory["tile/entries/001.p/44"], oldBundle, Cancellation);
        await File.WriteAllBytesAsync(directory["tile/0/002.p/188.0a0b.tmp"], [1, 2, 3], Cancellation);

        Check().Should().BeOfType<LogCheck.Sound>().Which.Beyond.Should().Contain("tile/0/001");
        (await Publisher().InspectAsync(log.Tree, Cancellation)).Should().Be(new PublishedState.Behind(300, 700));
        await Publisher().PublishAsync(log.Checkpoint(), Cancellation);

        Check().Should().BeOfType<LogCheck.Sound>().Which.Beyond.Should().BeEmpty();
        directory.Files().Should().NotContain(file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failing_disk_leaves_the_old_checkpoint_and_the_next_call_recovers()
    {
        TilePublisher publisher = Publisher();
        await publisher.PublishAsync(log.Append(10).Checkpoint(), Cancellation);
        byte[] before = await File.ReadAllBytesAsync(directory["checkpoint"], Cancellation);
        Directory.CreateDirectory(directory["tile/entries/000.p/25"]);

        await FluentActions.Invoking(async () => await publisher.PublishAsync(log.Append(15).Checkpoint(), Cancellation)).Should().ThrowAsync<Exception>();
        (await File.ReadAllBytesAsync(directory["checkpoint"], Cancellation)).Should().Equal(before);
        Directory.Delete(directory["tile/entries/000.p/25"]);
        await publisher.PublishAsync(log.Checkpoint(), Cancellation);

        Check().Should().BeOfType<LogCheck.Sound>();
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/entries/002.p/88")]
    [InlineData("tile/0/001")]
    public async Task A_damaged_directory_is_named_and_refused(string file)
    {
        await Publisher().PublishAsync(log.Append(600).Checkpoint(), Cancellation);
        byte[] content = await File.ReadAllBytesAsync(directory[file], Cancellation);
        content[50] ^= 1;
        await File.WriteAllBytesAsync(directory[file], content, Cancellation);

        PublishedState state = await Publisher().InspectAsync(log.Tree, Cancellation);

        state.Should().BeOfType<PublishedState.Damaged>().Which.File.Should().Be(file);
        await FluentActions.Invoking(async () => await Publisher().PublishAsync(log.Append(1).Checkpoint(), Cancellation))
            .Should().ThrowAsync<InvalidDataException>();
    }

    public void Dispose()
    {
        log.Dispose();
        directory.Dispose();
    }

    private static MemoryLog Fork(int differentUntil, int size)
    {
        MemoryLog fork = new();
        byte[][] batch = [.. TestLeaves.Commitments(1_000, differentUntil), .. TestLeaves.Commitments(0, size - differentUntil)];
        PendingAppend append = fork.Tree.Prepare(batch);
        fork.Keep(batch, append);
        fork.Tree.Accept(append);
        return fork;
    }

    private TilePublisher Publisher() => new(directory.Path, log.Signer.Verifier, log);

    private LogCheck Check() => LogChecker.Check(directory.Path, log.Signer.Verifier);
}
