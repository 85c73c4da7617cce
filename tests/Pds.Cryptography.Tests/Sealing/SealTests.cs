using System.Text;

namespace Pds.Cryptography.Tests.Sealing;

public sealed class SealTests
{
    private static readonly byte[] Context = Encoding.UTF8.GetBytes("context");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData((16 * 1024) - 1)]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(100_000)]
    public void Sealed_bytes_open(int length)
    {
        using var key = SecretBytes.Random(32);
        var plaintext = RandomSource.Bytes(length);

        var closed = Seal.Close(key, Context, plaintext);

        closed.Length.Should().Be(length + 73 + (16 * (length / 16_384)));
        Seal.TryOpen(key, Context, closed, out var opened).Should().BeTrue();
        opened.Should().Equal(plaintext);
        Seal.TryOpenSecret(key, Context, closed, out var secret).Should().BeTrue();
        secret!.Span.SequenceEqual(plaintext).Should().BeTrue();
        secret.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Every_flipped_bit_every_truncation_and_every_extension_is_refused(int length)
    {
        using var key = SecretBytes.Random(32);
        var closed = Seal.Close(key, Context, RandomSource.Bytes(length));

        foreach (var bad in Damage.Of(closed))
        {
            Seal.TryOpen(key, Context, bad, out var opened).Should().BeFalse();
            opened.Should().BeNull();
            Seal.TryOpenSecret(key, Context, bad, out var secret).Should().BeFalse();
            secret.Should().BeNull();
        }
    }

    [Fact]
    public void Message_cut_swapped_or_repeated_at_chunk_borders_is_refused()
    {
        const int Header = 57;
        const int Chunk = 16_384 + 16;
        using var key = SecretBytes.Random(32);
        var closed = Seal.Close(key, Context, RandomSource.Bytes((2 * 16_384) + 5));
        byte[] head = closed[..Header], first = closed[Header..(Header + Chunk)],
            second = closed[(Header + Chunk)..(Header + (2 * Chunk))], last = closed[(Header + (2 * Chunk))..];

        byte[][] spoiled =
        [
            head,
            [.. head, .. first],
            [.. head, .. first, .. second],
            [.. head, .. first, .. last],
            [.. head, .. last],
            [.. head, .. second, .. first, .. last],
            [.. head, .. first, .. first, .. last],
            [.. head, .. first, .. second, .. last, .. last],
        ];

        Seal.TryOpen(key, Context, closed, out _).Should().BeTrue();
        spoiled.Should().OnlyContain(bad => !Opens(key, bad));
    }

    [Fact]
    public void Foreign_suite_is_refused()
    {
        using var key = SecretBytes.Random(32);
        var closed = Seal.Close(key, Context, [1, 2, 3]);

        for (var suite = 0; suite < 256; suite++)
        {
            closed[0] = (byte)suite;
            Opens(key, closed).Should().Be(suite == Seal.Suite, "suite {0}", suite);
        }
    }

    [Fact]
    public void Another_key_is_refused()
    {
        using var key = SecretBytes.Random(32);
        using var other = SecretBytes.Random(32);

        Opens(other, Seal.Close(key, Context, [1])).Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Key_of_another_length_is_a_mistake_of_the_caller(int length)
    {
        using var key = SecretBytes.Random(length);

        FluentActions.Invoking(() => Seal.Close(key, Context, [1])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Same_plaintext_gives_other_bytes_each_time()
    {
        using var key = SecretBytes.Random(32);

        Seal.Close(key, Context, [1]).Should().NotEqual(Seal.Close(key, Context, [1]));
    }

    // 20 places that differ in one coordinate or in where one ends and the next begins, each against each.
    [Fact]
    [Trait("Invariant", "I-31")]
    public void Ciphertext_opens_in_its_own_place_only()
    {
        using var key = SecretBytes.Random(32);
        var places = Places().ToList();
        var cells = places.ConvertAll(place => Seal.Close(key, place, "value"u8));

        for (var from = 0; from < places.Count; from++)
        {
            for (var to = 0; to < places.Count; to++)
            {
                Seal.TryOpen(key, places[to], cells[from], out _).Should().Be(from == to, "cell {0} in place {1}", from, to);
            }
        }
    }

    private static bool Opens(SecretBytes key, byte[] bytes) => Seal.TryOpen(key, Context, bytes, out _);

    private static IEnumerable<byte[]> Places()
    {
        string[] basis = ["origin", "resident", "collection", "field", "record", "1"];
        yield return LengthPrefixed.Of("cell/v1", basis[0], basis[1], basis[2], basis[3], basis[4], basis[5]);
        yield return LengthPrefixed.Of("cell/v2", basis[0], basis[1], basis[2], basis[3], basis[4], basis[5]);
        for (var i = 0; i < basis.Length; i++)
        {
            var moved = (string[])basis.Clone();
            moved[i] += "x";
            yield return LengthPrefixed.Of("cell/v1", moved[0], moved[1], moved[2], moved[3], moved[4], moved[5]);
            moved[i] = string.Empty;
            yield return LengthPrefixed.Of("cell/v1", moved[0], moved[1], moved[2], moved[3], moved[4], moved[5]);
        }

        yield return LengthPrefixed.Of("cell/v1", "originr", "esident", basis[2], basis[3], basis[4], basis[5]);
        yield return LengthPrefixed.Of("cell/v1", "origin", "residentcollection", "", basis[3], basis[4], basis[5]);
        yield return LengthPrefixed.Of("cell/v1", basis[1], basis[0], basis[2], basis[3], basis[4], basis[5]);
        yield return LengthPrefixed.Of("cell/v1", basis[0], basis[1], basis[2], basis[3], basis[4]);
        yield return LengthPrefixed.Of("cell/v1", basis[0], basis[1], basis[2], basis[3], basis[4], 1L);
        yield return [];
    }
}
