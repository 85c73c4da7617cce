using System.Text.Json;

namespace Pds.Ledger.Tests.Foreign;

/// <summary>The published log against Go's <c>sumdb/note</c> and <c>sumdb/tlog</c>, which were written by others for another log.</summary>
[Trait("Feature", "Q2")]
[Trait("Invariant", "I-21")]
public sealed class GoCheckTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly MemoryLog log = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 256)]
    [InlineData(300, 1_000)]
    [InlineData(512, 1_025)]
    public async Task Go_agrees_on_signatures_root_inclusion_and_consistency(int oldSize, int newSize)
    {
        string program = GoTool.ProgramOrSkip();
        string input = await PublishAsync(oldSize, newSize);

        (int exitCode, string output) = GoTool.Run(program, input);

        output.Should().StartWith("ok ");
        exitCode.Should().Be(0);
    }

    [Fact]
    public async Task Go_refuses_what_was_changed_afterwards()
    {
        string program = GoTool.ProgramOrSkip();
        string input = await PublishAsync(300, 700);
        byte[] bundle = await File.ReadAllBytesAsync(directory["tile/entries/001"], TestContext.Current.CancellationToken);
        bundle[100] ^= 1;
        await File.WriteAllBytesAsync(directory["tile/entries/001"], bundle, TestContext.Current.CancellationToken);

        (int exitCode, string output) = GoTool.Run(program, input);

        exitCode.Should().Be(1);
        output.Should().Contain("the checkpoint says");
    }

    public void Dispose()
    {
        log.Dispose();
        directory.Dispose();
    }

    private async Task<string> PublishAsync(int oldSize, int newSize)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        TilePublisher publisher = new(directory.Path, log.Signer.Verifier, log);
        Checkpoint older = log.Append(oldSize).Checkpoint();
        await publisher.PublishAsync(older, cancellation);
        Checkpoint newer = log.Append(newSize - oldSize).Checkpoint();
        await publisher.PublishAsync(newer, cancellation);

        List<object> inclusion = [];
        for (int index = 0; index < newSize; index += 1 + (newSize / 50))
        {
            InclusionProof proof = await log.Tree.ProveAsync(index, newSize, cancellation);
            inclusion.Add(new { index, entry = LeafEntry.Of(log.Leaves[index]), path = proof.Path });
        }

        ConsistencyProof consistency = await log.Tree.ProveConsistencyAsync(oldSize, newSize, cancellation);
        return JsonSerializer.Serialize(new
        {
            vkey = log.Signer.Verifier.ToString(),
            directory = directory.Path,
            bundles = Bundles(newSize),
            old = older.Note,
            @new = newer.Note,
            inclusion,
            consistency = consistency.Path,
        });
    }

    private static string[] Bundles(int size) =>
    [
        .. Enumerable.Range(0, size / 256).Select(index => new TilePath(TilePath.Entries, index, 256).ToString()),
        .. size % 256 == 0 ? (string[])[] : [new TilePath(TilePath.Entries, size / 256, size % 256).ToString()],
    ];
}
