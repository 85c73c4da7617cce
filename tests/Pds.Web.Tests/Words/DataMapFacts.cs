using Google.Protobuf.WellKnownTypes;
using Pds.Protocol.V1;
using Pds.Web.City;

namespace Pds.Web.Tests.Words;

/// <summary>What the map draws, and what it leaves out, whatever organisations call themselves.</summary>
[Trait("Feature", "T8")]
public sealed class DataMapFacts
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Fact]
    [Trait("Feature", "T8")]
    public void Words_of_others_are_words_in_a_drawing_and_nothing_else()
    {
        var svg = DataMap.Of(["<b>\"&'"], "金庫", [], "続く", "終わり").Shapes.ToString();

        svg.Should().Contain("&lt;b&gt;&quot;&amp;&#x27;</text>").And.NotContain("<b>").And.Contain(">金庫</text>").And.NotContain("style");
        BarChart.Of([new UseMonths.Month(new DateOnly(2026, 4, 1), 3, 1)]).Shapes.ToString().Should().Contain("<rect class=\"bar\"").And.Contain("<rect class=\"no\"").And.Contain(">4月</text>");
    }

    [Fact]
    public void A_name_of_ten_thousand_letters_that_turns_the_line_round_is_clean_and_short()
    {
        var place = new DataPlace("\u202Etxt\u0000" + new string('店', 10_000), new string('\u200B', 10_000), [new HeldItem(View(), ["氏名"], [], 1, Today, Today)]);

        var map = DataMap.Of([new string('源', 10_000) + "\u202E"], "金庫", [place], "続く", "終わり");

        map.Labels.Should().OnlyContain(label => label.Text.Length <= 16 && !label.Text.Any(char.IsControl) && !label.Text.Contains('\u202E'));
        map.Labels.Select(label => label.Text).Should().Contain("txt" + new string('店', 7) + "…");
        map.Boxes.Should().OnlyContain(box => box.X + box.Width <= DataMap.Width && box.Y + box.Height <= map.Height);
    }

    [Fact]
    public void A_hundred_places_with_a_hundred_items_each_stay_inside_the_picture()
    {
        var many = Enumerable.Range(0, 100).Select(at => new DataPlace($"店{at}", "", [new HeldItem(View(), [.. Enumerable.Repeat("氏名", 100)], [], 1, Today, Today)])).ToList();

        var map = DataMap.Of([.. Enumerable.Range(0, 100).Select(at => $"課{at}")], "金庫", many, "続く", "終わり");

        map.Boxes.Should().HaveCount((2 * DataMap.MostPlaces) + 1);
        map.Dots.Should().OnlyContain(dot => dot.X + 7 < DataMap.Width && dot.Y + 7 < map.Height);
        map.Labels.Should().Contain(label => label.Text == "+89");
    }

    [Fact]
    public void Nothing_given_and_nobody_wrote_is_a_vault_alone()
    {
        var map = DataMap.Of([], "金庫", [], "続く", "終わり");

        map.Boxes.Should().ContainSingle().Which.Class.Should().Be("box vault");
        map.Ways.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, UseMode.Store, 31, true, "held")]
    [InlineData(31, UseMode.Store, 31, true, "held")]
    [InlineData(32, UseMode.Store, 31, false, "past")]
    [InlineData(0, UseMode.View, 31, false, "looked")]
    [InlineData(0, UseMode.Store, 0, true, "held")]
    [InlineData(1, UseMode.Store, 0, false, "past")]
    public void What_is_kept_is_kept_until_its_last_day(int daysAgo, UseMode mode, int retention, bool held, string kind)
    {
        var view = View();
        (view.Item.Terms.Mode, view.Item.Terms.RetentionDays) = (mode, retention);

        var item = HeldItem.Of(view, [Use(view, daysAgo, "name")], Today)!;

        item.Kind.Should().Be(kind);
        item.Held.Should().Equal(held ? ["氏名"] : Array.Empty<string>());
        item.Gone.Should().Equal(held ? Array.Empty<string>() : ["氏名"]);
    }

    [Fact]
    public void A_field_got_again_is_kept_from_then_on_and_another_goes_in_its_own_time()
    {
        var view = View();

        var item = HeldItem.Of(view, [Use(view, 40, "name", "address"), Use(view, 10, "address"), Refused(view, 1, "name")], Today)!;

        item.Held.Should().Equal("住所");
        item.Gone.Should().Equal("氏名");
        (item.Times, item.DeletedBy).Should().Be((2, Today.AddDays(21)));
    }

    [Fact]
    public void What_was_only_asked_for_or_ended_unused_is_on_no_map()
    {
        foreach (var (state, shown) in new[]
        {
            (ConsentState.Requested, false), (ConsentState.Declined, false), (ConsentState.Withdrawn, false), (ConsentState.Expired, false),
            (ConsentState.Inapplicable, false), (ConsentState.Active, true), (ConsentState.Paused, true),
        })
        {
            var view = View();
            view.Item.State = state;
            (HeldItem.Of(view, [], Today) is not null).Should().Be(shown, state.ToString());
        }
    }

    private static ConsentView View() => new(
        new Pds.Protocol.V1.Consent { GrantId = "grt_a", Recipient = "org_a", State = ConsentState.Active, Terms = new Terms { Mode = UseMode.Store, RetentionDays = 31 } },
        "店",
        new Purpose(),
        new Dataset { Fields = { new DatasetField { Name = "name", LabelJa = "氏名" }, new DatasetField { Name = "address", LabelJa = "住所" } } });

    private static UseView Use(ConsentView view, int daysAgo, params string[] fields) => Use(view, daysAgo, UseOutcome.Disclosed, fields);

    private static UseView Refused(ConsentView view, int daysAgo, params string[] fields) => Use(view, daysAgo, UseOutcome.Refused, fields);

    private static UseView Use(ConsentView view, int daysAgo, UseOutcome outcome, string[] fields) => new(
        new Use { GrantId = view.Item.GrantId, Outcome = outcome, Count = 1, Fields = { fields }, Time = Timestamp.FromDateTimeOffset(Dates.StartOf(Today.AddDays(-daysAgo))) },
        view.Recipient,
        view.Purpose,
        fields);
}
