namespace Pds.Cryptography.Tests.Hashing;

public sealed class RandomSourceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(100_000)]
    public void Bytes_are_of_the_length_asked_for(int length) => RandomSource.Bytes(length).Should().HaveCount(length);

    [Fact]
    public void Every_part_of_a_long_answer_is_filled()
    {
        var bytes = RandomSource.Bytes(4096);

        // 32 zero bytes in a row by chance: 2 to the power of -256.
        bytes.Chunk(32).Should().NotContain(chunk => chunk.All(b => b == 0));
    }

    [Fact]
    public void Numbers_below_a_bound_cover_it_and_stay_below()
    {
        var drawn = Enumerable.Range(0, 2000).Select(_ => RandomSource.Below(7)).ToList();

        drawn.Distinct().Order().Should().Equal(Enumerable.Range(0, 7));
        RandomSource.Below(1).Should().Be(0);
        FluentActions.Invoking(() => RandomSource.Below(0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
