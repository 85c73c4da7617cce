namespace Pds.Ledger.Tests.Tiles;

[Trait("Feature", "Q2")]
[Trait("Invariant", "I-24")]
public sealed class LogCheckerTests(LogCheckerTests.PublishedLog published) : IClassFixture<LogCheckerTests.PublishedLog>
{
    [Fact]
    public void Every_changed_byte_of_every_file_is_detected_and_its_file_named()
    {
        published.Files.Should().HaveCountGreaterThan(10);
        published.Files.Values.Sum(file => file.Length).Should().BeGreaterThan(60_000);

        foreach ((string path, byte[] content) in published.Files)
        {
            Parallel.For(0, content.Length, at =>
            {
                LogCheck found = published.CheckWith(path, [.. content[..at], (byte)(content[at] ^ (1 << (at % 8))), .. content[(at + 1)..]]);

                // FluentAssertions is too slow for so many.
                if (found is not LogCheck.Faulty fault || fault.File != path || fault.Offset > at || !IsNear(path, fault.Offset, at))
                {
                    Assert.Fail($"{path} byte {at}: {found}");
                }
            });
        }
    }

    [Fact]
    public void Every_missing_file_but_a_superseded_one_is_detected()
    {
        foreach (string path in published.Files.Keys)
        {
            LogCheck found = published.CheckWith(path, null);

            if (published.Superseded.Contains(path))
            {
                found.Should().BeOfType<LogCheck.Sound>(path);
            }
            else
            {
                found.Should().BeOfType<LogCheck.Faulty>().Which.File.Should().Be(path);
            }
        }
    }

    [Fact]
    public void Every_shortened_and_lengthened_file_is_detected()
    {
        foreach ((string path, byte[] content) in published.Files)
        {
            foreach (byte[] changed in (byte[][])[[], content[..^1], content[1..], [.. content, 0], [.. content, .. content]])
            {
                published.CheckWith(path, changed).Should().BeOfType<LogCheck.Faulty>().Which.File.Should().Be(path);
            }
        }
    }

    [Theory]
    [InlineData("tile/0/notes.txt")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/x000/000")]
    public void A_file_that_is_no_tile_is_named(string path) =>
        published.CheckWith(path, [1]).Should().Be(new LogCheck.Faulty(path, 0, "The name is not that of a tile or a bundle."));

    [Fact]
    public void Two_swapped_entries_are_found_where_they_start()
    {
        byte[] bundle = published.Files["tile/entries/001"];
        byte[] swapped = [.. bundle[..70], .. bundle[105..140], .. bundle[70..105], .. bundle[140..]];

        published.CheckWith("tile/entries/001", swapped).Should().BeOfType<LogCheck.Faulty>()
            .Which.Should().BeEquivalentTo(new { File = "tile/entries/001", Offset = 70L });
    }

    [Fact]
    public async Task A_log_rewritten_from_end_to_end_is_not_the_one_that_was_signed()
    {
        using TemporaryDirectory directory = new();
        using MemoryLog forger = new(seed: 66);
        forger.Append(1_000);
        await new TilePublisher(directory.Path, forger.Signer.Verifier, forger).PublishAsync(forger.Checkpoint(), TestContext.Current.CancellationToken);

        LogChecker.Check(directory.Path, published.Log.Signer.Verifier).Should().BeOfType<LogCheck.Faulty>().Which.File.Should().Be("checkpoint");
    }

    [Fact]
    public void The_untouched_log_is_sound() =>
        published.CheckWith("tile/0/000", published.Files["tile/0/000"]).Should().BeOfType<LogCheck.Sound>()
            .Which.Checkpoint.Size.Should().Be(1_000);

    // A fault is told to the entry or the hash; in a checkpoint only that it is not what was signed.
    private static bool IsNear(string path, long offset, int at) =>
        path == "checkpoint" || at - offset < (path.StartsWith("tile/entries", StringComparison.Ordinal) ? EntryBundle.EntryBytes : MerkleTree.HashBytes);

    /// <summary>1,000 entries, published in steps so that superseded partial files are there too.</summary>
    public sealed class PublishedLog : IAsyncLifetime
    {
        // One checker for all changes: what is not changed is derived once, which makes trying every byte fast enough.
        private readonly LogChecker checker;

        public PublishedLog() => checker = new LogChecker(Log.Signer.Verifier);

        internal MemoryLog Log { get; } = new();

        internal Dictionary<string, byte[]> Files { get; } = [];

        internal HashSet<string> Superseded { get; } = ["tile/0/003.p/100", "tile/entries/003.p/100", "tile/1/000.p/1"];

        public async ValueTask InitializeAsync()
        {
            using TemporaryDirectory directory = new();
            TilePublisher publisher = new(directory.Path, Log.Signer.Verifier, Log);
            foreach (int batch in (int[])[300, 568, 132])
            {
                await publisher.PublishAsync(Log.Append(batch).Checkpoint(), CancellationToken.None);
            }

            foreach (string file in directory.Files())
            {
                Files[file] = await File.ReadAllBytesAsync(directory[file]);
            }
        }

        public ValueTask DisposeAsync()
        {
            Log.Dispose();
            return ValueTask.CompletedTask;
        }

        internal LogCheck CheckWith(string path, byte[]? content) => checker.Check(new Overlay(Files, path, content));
    }

    private sealed class Overlay(Dictionary<string, byte[]> files, string path, byte[]? content) : ILogFiles
    {
        public IEnumerable<string> ListTiles() => files.Keys.Append(path).Distinct()
            .Where(file => file != "checkpoint" && (file != path || content is not null));

        public byte[]? Read(string file) => file == path ? content : files.GetValueOrDefault(file);
    }
}
