using System.Text;
using CsCheck;

namespace Pds.Cryptography.Tests.Formats;

public sealed class EncodingTests
{
    [Fact]
    public void Length_prefixed_bytes_are_exactly()
    {
        var bytes = LengthPrefixed.Of("ab", "é", new byte[] { 1, 2 }, 3L, string.Empty);

        Convert.ToHexStringLower(bytes).Should().Be("00000002" + "6162" + "00000002" + "c3a9" + "00000002" + "0102" + "00000008" + "0000000000000003" + "00000000");
    }

    [Fact]
    public void Different_lists_of_parts_never_encode_alike() =>
        Gen.Select(Gen.String.Array[0, 4], Gen.String.Array[0, 4]).Sample((a, b) =>
            a.SequenceEqual(b) == Encode(a).AsSpan().SequenceEqual(Encode(b)) || HasLoneSurrogates(a) || HasLoneSurrogates(b));

    [Fact]
    public void Base64url_has_one_spelling() =>
        Gen.Byte.Array[0, 100].Sample(bytes =>
            Base64Url.TryDecode(Base64Url.Encode(bytes), out var back) && back.AsSpan().SequenceEqual(bytes));

    [Fact]
    public void Whatever_decodes_encodes_back_to_the_same_text() =>
        Gen.Char["ABCDwxyz0189-_+/= \n"].Array[0, 9].Sample(text =>
            !Base64Url.TryDecode(text, out var bytes) || Base64Url.Encode(bytes) == new string(text));

    [Theory]
    [InlineData("A")] // no byte has six bits
    [InlineData("AA==")] // padding
    [InlineData("AB")] // stray bits after one byte
    [InlineData("AAB")] // stray bits after two bytes
    [InlineData("AA\n")]
    [InlineData(" AA")]
    [InlineData("A+")]
    [InlineData("A/")]
    [InlineData("ÀA")]
    [InlineData("AAAAA")]
    public void Other_spelling_of_base64url_is_refused(string text) => Base64Url.TryDecode(text, out _).Should().BeFalse();

    [Fact]
    public void Opaque_id_is_prefix_and_26_letters()
    {
        var id = OpaqueId.New("grt");

        id.Should().MatchRegex("^grt_[a-z2-7]{26}$");
        OpaqueId.IsWellFormed("grt", id).Should().BeTrue();
        OpaqueId.New("grt").Should().NotBe(id);
    }

    // RFC 4648 section 10: "foobar" is MZXW6YTBOI in base32.
    [Fact]
    public void Opaque_id_is_base32() =>
        OpaqueId.FromBytes("x", [.. "foobar"u8, .. new byte[10]]).Should().Be("x_mzxw6ytboi" + new string('a', 16));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("grt_")]
    [InlineData("res_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt-aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_Aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_0aaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaab")] // stray bits
    public void Odd_opaque_id_is_refused(string? text) => OpaqueId.IsWellFormed("grt", text).Should().BeFalse();

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"x":{"a":1,"a":1}}""")]
    [InlineData("""[{"a":1,"a":1}]""")]
    [InlineData("""{"a":1} x""")]
    [InlineData("""{"a":1}{}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1/* c */}""")]
    [InlineData("""{'a':1}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""["\ud800\u0041"]""")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\uFEFF{}")]
    public void Json_with_two_meanings_or_none_is_refused(string json) =>
        StrictJson.TryParse(Encoding.UTF8.GetBytes(json), 1000, out _).Should().BeFalse();

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData(""" [ 1 , "\u65e5\u672c" ] """)]
    [InlineData("""{"a":"\ud83d\ude00","\u0062":[{"a":1},{"a":1}]}""")]
    [InlineData("null")]
    public void Plain_json_is_read(string json) =>
        StrictJson.TryParse(Encoding.UTF8.GetBytes(json), 1000, out _).Should().BeTrue();

    [Fact]
    public void Json_beyond_its_bounds_is_refused()
    {
        var deep = new string('[', 33) + new string(']', 33);
        var fits = new string('[', 32) + new string(']', 32);

        StrictJson.TryParse(Encoding.UTF8.GetBytes(deep), 1000, out _).Should().BeFalse();
        StrictJson.TryParse(Encoding.UTF8.GetBytes(fits), 1000, out _).Should().BeTrue();
        StrictJson.TryParse("[1]"u8, 2, out _).Should().BeFalse();
        StrictJson.TryParse([(byte)'"', 0xC3, (byte)'"'], 1000, out _).Should().BeFalse("that is no UTF-8");
    }

    [Fact]
    public void Digest_of_a_stream_is_the_digest_of_its_bytes()
    {
        var bytes = RandomSource.Bytes(100_000);
        Span<byte> written = stackalloc byte[32];
        Sha256.Hash(bytes, written);

        Sha256.HashStream(new MemoryStream(bytes)).Should().Equal(Sha256.Hash(bytes)).And.Equal(written.ToArray());
    }

    [Fact]
    public void Fixed_time_comparison_compares()
    {
        FixedTime.Equals([1, 2], [1, 2]).Should().BeTrue();
        FixedTime.Equals([1, 2], [1, 3]).Should().BeFalse();
        FixedTime.Equals([1, 2], [1]).Should().BeFalse();
    }

    private static byte[] Encode(string[] parts) => LengthPrefixed.Of("l", [.. parts.Select(p => (LpPart)p)]);

    private static bool HasLoneSurrogates(string[] parts) => parts.Any(p => p.Any(char.IsSurrogate));
}
