using System.IO.Compression;
using CsCheck;
using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>The bit array of draft-ietf-oauth-status-list: its own examples, and its edges.</summary>
[Trait("Feature", "R5")]
public sealed class StatusListTests
{
    // Examples of the draft's section 4 and appendix, by value: bits, bytes, lst.
    public static TheoryData<int, string, string> Small => new()
    {
        { 1, "b9a3", "eNrbuRgAAhcBXQ" },
        { 2, "c944f9", "eNo76fITAAPfAgc" },
    };

    [Theory]
    [MemberData(nameof(Small))]
    public void Printed_list_decodes_to_the_printed_bytes(int bits, string bytes, string lst)
    {
        StatusList.TryDecode(bits, lst, out var list).Should().BeTrue();

        PackedBytes(list!).Should().Equal(Convert.FromHexString(bytes));
    }

    [Fact]
    public void Entries_of_the_printed_two_bit_list_are_those_of_the_draft()
    {
        StatusList.TryDecode(2, "eNo76fITAAPfAgc", out var list).Should().BeTrue();

        Enumerable.Range(0, list!.Count).Select(i => list[i]).Should().Equal(1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3);
    }

    [Theory]
    [InlineData("status_list_encoding1_long_json.md", 1)]
    [InlineData("status_list_encoding2_long_json.md", 2)]
    [InlineData("status_list_encoding4_json.md", 4)]
    [InlineData("status_list_encoding8_json.md", 8)]
    public void Published_vector_says_what_the_draft_prints(string file, int width)
    {
        var (bits, lst) = StatusVector.Read(file);

        bits.Should().Be(width);
        StatusList.TryDecode(bits, lst, out var list).Should().BeTrue();
        list!.Count.Should().Be(StatusVector.Count);
        var said = Enumerable.Range(0, list.Count).Where(i => list[i] != 0).ToDictionary(i => i, i => list[i]);
        said.Should().BeEquivalentTo(Printed(width).Where(e => e.Value != 0));
    }

    [Theory]
    [InlineData("status_list_encoding1_long_json.md")]
    [InlineData("status_list_encoding2_long_json.md")]
    [InlineData("status_list_encoding4_json.md")]
    [InlineData("status_list_encoding8_json.md")]
    [InlineData("status_list_encoding_json.md")]
    [InlineData("status_list_encoding2_json.md")]
    public void Published_vector_encoded_again_says_the_same(string file)
    {
        var (bits, lst) = StatusVector.Read(file);
        StatusList.TryDecode(bits, lst, out var list).Should().BeTrue();

        StatusList.TryDecode(bits, list!.Encode(), out var again).Should().BeTrue();

        PackedBytes(again!).Should().Equal(PackedBytes(list));
    }

    [Fact]
    public void Our_lists_have_two_bits_and_131072_entries()
    {
        var list = StatusList.CreateEmpty();

        list.Bits.Should().Be(2);
        list.Count.Should().Be(131_072);
        PackedBytes(list).Should().HaveCount(32 * 1024);
    }

    [Fact]
    public void What_is_set_is_read_and_its_neighbours_stay() =>
        Gen.Select(Gen.Int[0, 3].Select(i => 1 << i), Gen.Int[0, 999], Gen.Int[0, 255]).Sample((bits, index, value) =>
        {
            var list = StatusList.Create(bits, 1000);
            value &= (1 << bits) - 1;

            list[index] = value;

            StatusList.TryDecode(bits, list.Encode(), out var read).Should().BeTrue();
            Enumerable.Range(0, 1000).Where(i => read![i] != (i == index ? value : 0)).Should().BeEmpty();
        });

    [Fact]
    public void Entry_can_be_changed_back()
    {
        var list = StatusList.CreateEmpty();
        list[5] = 3;
        list[5] = 1;
        list[5] = 0;

        list[5].Should().Be(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(131_072)]
    public void Entry_outside_is_refused(int index) =>
        FluentActions.Invoking(() => StatusList.CreateEmpty()[index]).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Value_that_needs_more_bits_is_refused()
    {
        var list = StatusList.CreateEmpty();

        FluentActions.Invoking(() => list[0] = 4).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => list[0] = -1).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(0, "eNo76fITAAPfAgc")]
    [InlineData(3, "eNo76fITAAPfAgc")]
    [InlineData(16, "eNo76fITAAPfAgc")]
    [InlineData(2, "eNo76fITAAPfAgc=")]
    [InlineData(2, "eNo76fITAAPfAgd")]
    [InlineData(2, "")]
    [InlineData(2, null)]
    [InlineData(2, "AAAA")]
    [InlineData(2, "eNo76fITAAPfAgg")]
    [InlineData(2, "eNo76fITAAPf")]
    public void Damaged_list_is_refused(int bits, string? lst) => StatusList.TryDecode(bits, lst, out _).Should().BeFalse();

    [Fact]
    public void Bomb_is_refused_at_the_bound()
    {
        StatusList.TryDecode(1, Base64Url.Encode(Zlib(new byte[StatusList.MaxBytes])), out _).Should().BeTrue();
        StatusList.TryDecode(1, Base64Url.Encode(Zlib(new byte[StatusList.MaxBytes + 1])), out _).Should().BeFalse();
        StatusList.TryDecode(1, Base64Url.Encode(Zlib(new byte[64 * 1024 * 1024])), out _).Should().BeFalse();
    }

    private static Dictionary<int, int> Printed(int bits) => bits switch
    {
        1 => StatusVector.OneBit,
        2 => StatusVector.TwoBits,
        4 => StatusVector.FourBits,
        _ => StatusVector.EightBits,
    };

    private static byte[] PackedBytes(StatusList list)
    {
        Base64Url.TryDecode(list.Encode(), out var packed).Should().BeTrue();
        using var zlib = new ZLibStream(new MemoryStream(packed!), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zlib.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }
}
