using System.IO.Compression;
using System.Text;

namespace Pds.EndToEnd.Tests;

/// <summary>The scanner is shown a planted canary first: a scanner that finds nothing proves nothing.</summary>
public sealed class ScannerFacts
{
    private static readonly Canary Planted = new("planted", "カナリア・奥薬研 7Q4Z");

    public static TheoryData<string> Encodings() => [.. Planted.Forms.Select(form => form.Encoding)];

    [Theory]
    [Trait("Invariant", "I-30")]
    [Trait("Feature", "S8")]
    [MemberData(nameof(Encodings))]
    public void Planted_canary_is_found_in_every_encoding(string encoding)
    {
        var pattern = Planted.Forms.Single(form => form.Encoding == encoding).Pattern;
        var haystack = Noise(5000).Concat(pattern).Concat(Noise(5000)).ToArray();

        new CanaryScanner(Planted).Scan("here", haystack).Should().Contain(find => find.Encoding == encoding);
    }

    [Theory]
    [Trait("Invariant", "I-30")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Planted_canary_is_found_inside_real_base64_at_every_alignment(int before)
    {
        var text = Convert.ToBase64String([.. Noise(before), .. Encoding.UTF8.GetBytes("カナリア・奥薬研 7Q4Z"), .. Noise(7)]);

        new CanaryScanner(Planted).Scan("here", Encoding.ASCII.GetBytes(text)).Should().NotBeEmpty();
    }

    [Fact]
    [Trait("Invariant", "I-30")]
    public void Planted_canary_is_found_inside_gzip()
    {
        using var memory = new MemoryStream();
        memory.Write(Noise(100));
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("前 カナリア・奥薬研 7Q4Z 後"));
        }

        new CanaryScanner(Planted).Scan("here", memory.ToArray()).Should().Contain(find => find.Place.Contains("gzip"));
    }

    [Fact]
    public void Noise_alone_is_silent()
    {
        new CanaryScanner(Planted).Scan("here", Noise(1_000_000)).Should().BeEmpty();
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
