namespace Pds.Ledger.Tests.Text;

/// <summary>What a Japanese keyboard writes in full width.</summary>
public sealed class HalfWidthTests
{
    [Theory]
    [InlineData("０１２３－４５６７　８９", "0123-4567 89")]
    [InlineData("ＤＶＣ＿ａｂｃ", "DVC_abc")]
    [InlineData("！～", "!~")]
    [InlineData("むつ市 12-34", "むつ市 12-34")]
    [InlineData("ー｡￥", "ー｡￥")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Wide_signs_become_narrow_and_nothing_else_changes(string? typed, string read) => HalfWidth.Of(typed).Should().Be(read);
}
