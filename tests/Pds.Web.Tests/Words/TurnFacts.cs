namespace Pds.Web.Tests.Words;

/// <summary>Long lists page by page: every row stands on exactly one page, and whatever is asked for leads to a page there is.</summary>
public sealed class TurnFacts
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(12, 1)]
    [InlineData(13, 2)]
    [InlineData(37, 4)]
    [Trait("Feature", "T1")]
    [Trait("Feature", "N6")]
    public void Every_row_stands_on_one_page(int rows, int pages)
    {
        var list = Enumerable.Range(0, rows).ToList();
        var turns = Enumerable.Range(1, pages).Select(page => Turn.Of(rows, page.ToString(System.Globalization.CultureInfo.InvariantCulture), "/uses")).ToList();

        turns.Should().OnlyContain(turn => turn.Pages == pages);
        turns.SelectMany(turn => turn.Cut(list)).Should().Equal(list);
        turns.AsEnumerable().Reverse().SelectMany(turn => turn.CutFromEnd(list)).Should().Equal(list, "a bank book goes on downwards");
        turns[0].CutFromEnd(list).Should().Equal(list.TakeLast(Turn.Rows), "the newest page is full");
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("0", 1)]
    [InlineData("-1", 1)]
    [InlineData("x", 1)]
    [InlineData("99999999999", 1)]
    [InlineData("2", 2)]
    [InlineData("4", 3)]
    public void What_is_no_page_leads_to_one(string? asked, int page) => Turn.Of(30, asked, "/uses").Page.Should().Be(page);

    [Fact]
    public void The_way_to_another_page_keeps_the_filter() =>
        (Turn.Of(30, "1", "/uses?span=12").Href(2), Turn.Of(30, "1", "/passbook").Href(2)).Should().Be(("/uses?span=12&turn=2", "/passbook?turn=2"));
}
