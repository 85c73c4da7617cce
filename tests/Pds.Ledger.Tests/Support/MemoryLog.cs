using Pds.Cryptography;

namespace Pds.Ledger.Tests;

/// <summary>A log whose store is two dictionaries: it keeps what a batch's transaction would keep, and nothing else.</summary>
internal sealed class MemoryLog : IFullTileReader, ILeafReader, IDisposable
{
    public const string Origin = "ledger.example/mutsu";

    private readonly Ed25519Key key;

    public MemoryLog(byte seed = 7)
    {
        key = Ed25519Key.Import([.. Enumerable.Repeat(seed, 32)]);
        Signer = new NoteSigner(Origin, key);
        Tree = LogTree.Empty(this);
    }

    public NoteSigner Signer { get; }

    public LogTree Tree { get; private set; }

    public List<byte[]> Leaves { get; } = [];

    public Dictionary<(int Level, long Index), byte[]> Tiles { get; } = [];

    public int TileReads { get; private set; }

    public Checkpoint Checkpoint() => Ledger.Checkpoint.Sign(Signer, Tree.Size, Tree.Root);

    public MemoryLog Append(int count)
    {
        byte[][] batch = TestLeaves.Commitments(Leaves.Count, count);
        PendingAppend append = Tree.Prepare(batch);
        Keep(batch, append);
        Tree.Accept(append);
        return this;
    }

    public void Keep(byte[][] batch, PendingAppend append)
    {
        Leaves.AddRange(batch);
        foreach (FullTile tile in append.FullTiles)
        {
            Tiles.Add((tile.Level, tile.Index), tile.Hashes.ToArray());
        }
    }

    public async Task ReopenAsync() =>
        Tree = await LogTree.OpenAsync(this, Leaves.Count, Leaves[(Leaves.Count - (Leaves.Count % 256))..], TestContext.Current.CancellationToken);

    public ValueTask<byte[]?> ReadFullTileAsync(int level, long index, CancellationToken cancellationToken)
    {
        TileReads++;
        return ValueTask.FromResult(Tiles.GetValueOrDefault((level, index)));
    }

    public ValueTask<IReadOnlyList<byte[]>> ReadCommitmentsAsync(long start, int count, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<byte[]>>([.. Leaves.Skip((int)start).Take(count)]);

    public void Dispose() => key.Dispose();
}
