namespace Pds.Web.Tests.Words;

/// <summary>Names that somebody else wrote.</summary>
public sealed class ForeignTextFacts
{
    [Theory]
    [InlineData("むつ\u202E院病", "むつ院病")]
    [InlineData("む\u200Bつ\u2060病院", "むつ病院")]
    [InlineData("むつ\r\n\t 病院", "むつ 病院")]
    [InlineData("  むつ病院  ", "むつ病院")]
    [InlineData("むつ\uE000病院\u0007", "むつ病院")]
    [InlineData("Z\u0351\u0352\u0353algo", "Zalgo")]
    [InlineData(null, "")]
    public void What_cannot_be_seen_is_taken_out(string? name, string clean)
    {
        ForeignText.Clean(name).Should().Be(clean);
    }

    [Fact]
    public void Ten_thousand_characters_become_forty_and_a_mark()
    {
        ForeignText.Clean(new string('あ', 10_000)).Should().HaveLength(41).And.EndWith("…");
    }

    [Fact]
    public void A_character_of_two_halves_is_never_cut_in_half()
    {
        ForeignText.Clean(string.Concat(Enumerable.Repeat("𩸽", 100))).EnumerateRunes().Should().NotContain(System.Text.Rune.ReplacementChar);
    }
}
