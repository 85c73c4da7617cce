using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Pds.Ledger.Tests.Text;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void Published_vectors_come_out_byte_for_byte(string name)
    {
        string folder = SharedVectors.FolderOrSkip("jcs");
        byte[] input = File.ReadAllBytes(Path.Combine(folder, "input", name + ".json"));
        byte[] output = File.ReadAllBytes(Path.Combine(folder, "output", name + ".json"));

        CanonicalJson.TryCanonicalize(input, out byte[] canonical).Should().BeTrue();

        Encoding.UTF8.GetString(canonical).Should().Be(Encoding.UTF8.GetString(output).TrimEnd('\n'));
    }

    // RFC 8785 appendix B.
    [Theory]
    [InlineData(0x0000000000000000UL, "0")]
    [InlineData(0x8000000000000000UL, "0")]
    [InlineData(0x0000000000000001UL, "5e-324")]
    [InlineData(0x8000000000000001UL, "-5e-324")]
    [InlineData(0x7fefffffffffffffUL, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffffUL, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000UL, "9007199254740992")]
    [InlineData(0xc340000000000000UL, "-9007199254740992")]
    [InlineData(0x4430000000000000UL, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5UL, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6UL, "1e+23")]
    [InlineData(0x44b52d02c7e14af7UL, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4eUL, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4fUL, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50UL, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8cUL, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8dUL, "0.000001")]
    [InlineData(0x41b3de4355555553UL, "333333333.3333332")]
    [InlineData(0x41b3de4355555557UL, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696UL, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959UL, "1424953923781206.2")]
    public void Doubles_are_written_as_the_RFC_lists_them(ulong bits, string expected)
    {
        string input = BitConverter.UInt64BitsToDouble(bits).ToString("E16", System.Globalization.CultureInfo.InvariantCulture);

        CanonicalJson.TryCanonicalize(Encoding.ASCII.GetBytes(input), out byte[] canonical).Should().BeTrue();

        Encoding.ASCII.GetString(canonical).Should().Be(expected);
    }

    [Fact]
    public void Members_are_sorted_by_code_unit_and_only_controls_are_escaped()
    {
        JsonObject value = new() { ["b"] = 2, ["\u20ac"] = "\u0001\u007f\"\\/", ["a"] = new JsonArray(1L, null, true), ["A"] = "花子" };

        byte[] canonical = CanonicalJson.Serialize(value);

        Encoding.UTF8.GetString(canonical).Should().Be("{\"A\":\"花子\",\"a\":[1,null,true],\"b\":2,\"€\":\"\\u0001\u007f\\\"\\\\/\"}");
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "a member twice")]
    [InlineData("{\"b\":1,\"a\":2}", "members out of order")]
    [InlineData("{ \"a\":1}", "white space")]
    [InlineData("{\"a\":1}\n", "white space after")]
    [InlineData("{\"a\":1}x", "data after")]
    [InlineData("{\"a\":1.0}", "a fraction")]
    [InlineData("{\"a\":1e2}", "an exponent")]
    [InlineData("{\"a\":-0}", "minus zero")]
    [InlineData("{\"a\":01}", "a leading zero")]
    [InlineData("{\"a\":9007199254740992}", "an integer above 2^53 - 1")]
    [InlineData("{\"a\":\"\\u0041\"}", "a needless escape")]
    [InlineData("{\"a\":\"\\/\"}", "an escaped solidus")]
    [InlineData("{\"a\":\"\\u000A\"}", "an escape with capitals")]
    [InlineData("{\"a\":\"\\ud800\"}", "half a surrogate pair")]
    [InlineData("{\"\\udc00\":1}", "half a surrogate pair as a name")]
    [InlineData("{\"a\":1,}", "a trailing comma")]
    [InlineData("/**/{}", "a comment")]
    [InlineData("", "nothing")]
    [InlineData("NaN", "no number")]
    public void Bytes_that_are_not_the_one_spelling_are_refused(string text, string because) =>
        CanonicalJson.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse(because);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        CanonicalJson.TryParse(new byte[] { (byte)'"', 0xff, (byte)'"' }, out _).Should().BeFalse();
        CanonicalJson.TryParse(new byte[] { 0xef, 0xbb, 0xbf, (byte)'1' }, out _).Should().BeFalse(because: "a byte order mark is no JSON");
        CanonicalJson.TryCanonicalize(new byte[] { (byte)'"', 0xc0, 0x80, (byte)'"' }, out _).Should().BeFalse();
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        byte[] Nested(int depth) => Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth));

        CanonicalJson.TryParse(Nested(CanonicalJson.MaxDepth), out _).Should().BeTrue();
        CanonicalJson.TryParse(Nested(CanonicalJson.MaxDepth + 1), out _).Should().BeFalse();
    }

    [Fact]
    public void A_fraction_or_broken_text_in_our_own_value_is_a_bug()
    {
        FluentActions.Invoking(() => CanonicalJson.Serialize(new JsonObject { ["a"] = 1.5 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => CanonicalJson.Serialize(JsonValue.Create("\ud800"))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => CanonicalJson.Serialize(JsonValue.Create(CanonicalJson.MaxInteger + 1))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same_bytes() =>
        Gen.Dictionary(Gen.String, Gen.Select(Gen.String, Gen.Long[-CanonicalJson.MaxInteger, CanonicalJson.MaxInteger]))[0, 8]
            .Where(members => members.All(member => IsUnicode(member.Key) && IsUnicode(member.Value.Item1)))
            .Sample(members =>
            {
                JsonObject value = [];
                foreach ((string name, (string text, long number)) in members)
                {
                    value[name] = new JsonArray(text, number);
                }

                byte[] canonical = CanonicalJson.Serialize(value);
                return CanonicalJson.TryParse(canonical, out JsonElement read)
                    && CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(read.GetRawText()), out byte[] again)
                    && again.AsSpan().SequenceEqual(canonical);
            });

    private static bool IsUnicode(string text) => text.Equals(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
}
