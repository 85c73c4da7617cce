using CsCheck;

namespace Pds.Ledger.Tests.Tiles;

/// <summary>
/// Until the directories are synced, a power cut may keep any of the new files and lose any other; the checkpoint comes after
/// all of them. So every subset of the new files beside the old checkpoint is a state the next start can meet.
/// </summary>
[Trait("Feature", "Q2")]
[Trait("Invariant", "I-22")]
public sealed class InterruptedPublicationTests
{
    [Fact]
    public async Task Any_part_of_an_interrupted_publication_is_sound_and_is_caught_up_with() =>
        await Gen.Select(Gen.Int[0, 700], Gen.Int[1, 700], Gen.Int).SampleAsync(
            async (oldSize, added, seed) =>
            {
                using TemporaryDirectory directory = new();
                using MemoryLog log = new();
                await Publisher(directory, log).PublishAsync(log.Append(oldSize).Checkpoint(), CancellationToken.None);
                Dictionary<string, byte[]> old = directory.Files().ToDictionary(file => file, file => File.ReadAllBytes(directory[file]));
                await Publisher(directory, log).PublishAsync(log.Append(added).Checkpoint(), CancellationToken.None);

                Interrupt(directory, old, new Random(seed));
                LogCheck afterCut = LogChecker.Check(directory.Path, log.Signer.Verifier);
                PublishedState atStart = await Publisher(directory, log).InspectAsync(log.Tree, CancellationToken.None);
                await Publisher(directory, log).PublishAsync(log.Checkpoint(), CancellationToken.None);
                LogCheck afterwards = LogChecker.Check(directory.Path, log.Signer.Verifier);

                return afterCut is LogCheck.Sound before && before.Checkpoint.Size == oldSize
                    && atStart.MayContinue
                    && afterwards is LogCheck.Sound { Beyond.Count: 0 } after && after.Checkpoint.Size == log.Tree.Size;
            },
            iter: 40);

    [Fact]
    public async Task A_store_that_fails_while_catching_up_leaves_the_old_checkpoint()
    {
        using TemporaryDirectory directory = new();
        using MemoryLog log = new();
        FailingLeaves leaves = new(log);
        TilePublisher publisher = new(directory.Path, log.Signer.Verifier, leaves);
        await publisher.PublishAsync(log.Append(10).Checkpoint(), CancellationToken.None);
        log.Append(2_000);

        for (int reads = 0; reads < 8; reads++)
        {
            leaves.ReadsUntilFailure = reads;
            await FluentActions.Invoking(async () => await publisher.PublishAsync(log.Checkpoint(), CancellationToken.None))
                .Should().ThrowAsync<IOException>();
            LogChecker.Check(directory.Path, log.Signer.Verifier).Should().BeOfType<LogCheck.Sound>().Which.Checkpoint.Size.Should().Be(10);
        }

        leaves.ReadsUntilFailure = int.MaxValue;
        await publisher.PublishAsync(log.Checkpoint(), CancellationToken.None);
        LogChecker.Check(directory.Path, log.Signer.Verifier).Should().BeOfType<LogCheck.Sound>().Which.Checkpoint.Size.Should().Be(2_010);
    }

    private static TilePublisher Publisher(TemporaryDirectory directory, MemoryLog log) => new(directory.Path, log.Signer.Verifier, log);

    private static void Interrupt(TemporaryDirectory directory, Dictionary<string, byte[]> old, Random random)
    {
        foreach (string file in directory.Files().Where(file => !old.ContainsKey(file) && random.Next(2) == 0).ToList())
        {
            File.Delete(directory[file]);
        }

        foreach ((string file, byte[] content) in old)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(directory[file])!);
            File.WriteAllBytes(directory[file], content);
        }
    }

    private sealed class FailingLeaves(ILeafReader leaves) : ILeafReader
    {
        public int ReadsUntilFailure { get; set; } = int.MaxValue;

        public ValueTask<IReadOnlyList<byte[]>> ReadCommitmentsAsync(long start, int count, CancellationToken cancellationToken) =>
            ReadsUntilFailure-- > 0 ? leaves.ReadCommitmentsAsync(start, count, cancellationToken) : throw new IOException("The store is gone.");
    }
}
