using Pds.Ledger;

namespace Pds.EndToEnd.Tests;

/// <summary>The public tile directory as an auditor reads it: re-derived from files alone, and asked whether it extends what was signed before.</summary>
internal sealed class PublicTree(string folder, NoteVerifier log)
{
    private const int Attempts = 50;

    private readonly LogChecker _checker = new(log);
    private readonly LogDirectory _files = new(folder);
    private readonly HashSet<long> _sizesHeld = [];
    private readonly HashSet<long> _indicesHeld = [];

    /// <summary>Everything handed out is in the log as published now. What held once is held transitively and not derived again, save for a sample.</summary>
    /// <returns>Entries in the published log.</returns>
    public async Task<long> RequireExtendsAsync(HandedOut handed)
    {
        var (commitments, checkpoints) = handed.All();
        var published = await SoundAsync(checkpoints.Count == 0 ? 0 : checkpoints[^1].Size);
        var tree = await OpenAsync(published.Size);
        tree.Root.Should().Equal(published.Root);
        foreach (var old in checkpoints.Where(old => old.Size == 0 || !_sizesHeld.Contains(old.Size) || Sampled(old.Size)))
        {
            var proof = await tree.ProveConsistencyAsync(old.Size, published.Size);
            proof.Verify(old.Root, published.Root).Should().BeTrue("the tree of {0} entries is a prefix of that of {1}", old.Size, published.Size);
            _sizesHeld.Add(old.Size);
        }

        foreach (var (index, commitment) in commitments.Where(one => !_indicesHeld.Contains(one.Key) || Sampled(one.Key)))
        {
            CommitmentAt(index, published.Size).Should().Equal(commitment, "index {0} still names the entry it was handed out for", index);
            _indicesHeld.Add(index);
        }

        return published.Size;
    }

    /// <summary>The checkpoint of a directory in which every hash and every entry was derived again.</summary>
    /// <param name="size">At least this many entries: the directory follows the answers by a moment, and a log that lost some never proves them.</param>
    public async Task<Checkpoint> SoundAsync(long size = 0)
    {
        for (var attempt = 0; ; attempt++)
        {
            switch (_checker.Check(_files))
            {
                case LogCheck.Sound sound when sound.Checkpoint.Size >= size || attempt == Attempts:
                    sound.Checkpoint.Size.Should().BeGreaterThanOrEqualTo(size, "a signed checkpoint is never ahead of what survives");
                    return sound.Checkpoint;
                case LogCheck.Faulty faulty when attempt == Attempts:
                    throw new Xunit.Sdk.XunitException($"The published log is faulty: {faulty.File} at {faulty.Offset}: {faulty.Reason}");
                default:
                    await Task.Delay(100); // The server may be publishing: a reader of files between two of its writes asks again.
                    break;
            }
        }
    }

    private static bool Sampled(long number) => Random.Shared.Next(50) == 0 && number > 0;

    private async Task<LogTree> OpenAsync(long size)
    {
        var (full, width) = (size / FullTile.Width, (int)(size % FullTile.Width));
        return await LogTree.OpenAsync(_files, size, width == 0 ? [] : Bundle(full, width), CancellationToken.None);
    }

    private byte[] CommitmentAt(long index, long size)
    {
        var bundle = index / FullTile.Width;
        var width = (int)Math.Min(FullTile.Width, size - (bundle * FullTile.Width));
        return Bundle(bundle, width)[index % FullTile.Width];
    }

    private byte[][] Bundle(long index, int width)
    {
        var bytes = _files.Read(new TilePath(TilePath.Entries, index, width).ToString());
        bytes.Should().NotBeNull("bundle {0} with {1} entries is published", index, width);
        EntryBundle.TryDecode(bytes, width, out var commitments).Should().BeTrue();
        return commitments;
    }
}
