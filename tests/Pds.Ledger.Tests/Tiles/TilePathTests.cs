using CsCheck;

namespace Pds.Ledger.Tests.Tiles;

[Trait("Feature", "Q2")]
public sealed class TilePathTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 0, 17, "tile/1/000.p/17")]
    [InlineData(-1, 273, 112, "tile/entries/273.p/112")]
    [InlineData(-1, 1000, 256, "tile/entries/x001/000")]
    public void Paths_are_those_of_tlog_tiles(int level, long index, int width, string path)
    {
        TilePath tile = new(level, index, width);

        tile.ToString().Should().Be(path);
        TilePath.TryParse(path, out TilePath read).Should().BeTrue();
        read.Should().Be(tile);
    }

    [Fact]
    public void Every_path_reads_back() => Gen.Select(Gen.Int[-1, 7], Gen.Long[0, 999_999_999_999_999_999], Gen.Int[1, 256]).Sample((level, index, width) =>
        TilePath.TryParse(new TilePath(level, index, width).ToString(), out TilePath read) && read == new TilePath(level, index, width));

    [Theory]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/07")]
    [InlineData("tile/0/000.p/7/")]
    [InlineData("tile/0/000.p/7.p/7")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/../000")]
    [InlineData("/tile/0/000")]
    [InlineData("tile\\0\\000")]
    [InlineData("tile/Entries/000")]
    [InlineData("tile/0/ 00")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("checkpoint")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_spellings_are_refused(string? path) => TilePath.TryParse(path, out _).Should().BeFalse();

    // The example in the specification.
    [Fact]
    public void A_tree_of_seventy_thousand_has_the_tiles_the_specification_counts()
    {
        TilePath.FullCount(0, 70_000).Should().Be(273);
        TilePath.PartialWidth(0, 70_000).Should().Be(112);
        TilePath.FullCount(1, 70_000).Should().Be(1);
        TilePath.PartialWidth(1, 70_000).Should().Be(17);
        TilePath.FullCount(2, 70_000).Should().Be(0);
        TilePath.PartialWidth(2, 70_000).Should().Be(1);
    }

    [Fact]
    public void A_bundle_reads_back_and_malformed_ones_are_refused()
    {
        byte[][] commitments = TestLeaves.Commitments(0, 3);
        byte[] bundle = EntryBundle.Encode(commitments);

        EntryBundle.TryDecode(bundle, 3, out byte[][] read).Should().BeTrue();

        read.Should().BeEquivalentTo(commitments);
        bundle.Should().HaveCount(105);
        EntryBundle.TryDecode(bundle, 2, out _).Should().BeFalse("there is more than two entries");
        EntryBundle.TryDecode(bundle, 4, out _).Should().BeFalse("there are only three");
        EntryBundle.TryDecode(bundle.AsSpan(1), 2, out _).Should().BeFalse("it does not start at an entry");
        foreach (int at in (int[])[0, 1, 2, 35, 36, 37])
        {
            byte[] bad = [.. bundle];
            bad[at] ^= 2;
            EntryBundle.TryDecode(bad, 3, out _).Should().BeFalse("byte {0} is length or version", at);
        }
    }
}
