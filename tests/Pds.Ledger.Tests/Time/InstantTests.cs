namespace Pds.Ledger.Tests.Time;

public sealed class InstantTests
{
    [Fact]
    public void An_instant_is_written_in_UTC_and_cut_to_milliseconds()
    {
        DateTimeOffset time = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(9)).AddTicks(9_999);

        Instant.Format(time).Should().Be("2026-03-31T15:00:00.000Z");
        Instant.Truncate(time).Should().Be(time.AddTicks(-9_999));
    }

    [Fact]
    public void The_text_reads_back()
    {
        Instant.TryParse("2026-11-23T01:38:32.005Z", out DateTimeOffset time).Should().BeTrue();

        time.Should().Be(new DateTimeOffset(2026, 11, 23, 1, 38, 32, 5, TimeSpan.Zero));
        Instant.Format(time).Should().Be("2026-11-23T01:38:32.005Z");
    }

    [Theory]
    [InlineData("2026-11-23T01:38:32Z")]
    [InlineData("2026-11-23T01:38:32.00Z")]
    [InlineData("2026-11-23T01:38:32.0000Z")]
    [InlineData("2026-11-23T01:38:32.000+00:00")]
    [InlineData("2026-11-23T01:38:32.000z")]
    [InlineData("2026-11-23t01:38:32.000Z")]
    [InlineData("2026-11-23 01:38:32.000Z")]
    [InlineData(" 2026-11-23T01:38:32.000Z")]
    [InlineData("2026-11-23T23:59:60.000Z")]
    [InlineData("2026-02-30T01:38:32.000Z")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_spellings_are_refused(string? text) => Instant.TryParse(text, out _).Should().BeFalse();
}
