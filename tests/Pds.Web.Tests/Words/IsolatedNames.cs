using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Pds.Web.Tests.Words;

/// <summary>What others wrote, inside our sentences.</summary>
public sealed class IsolatedNames
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onfocus=alert(1) x=\"")]
    [InlineData("{0}{1}{999}")]
    public void A_name_is_encoded_isolated_and_never_a_place_of_its_own(string name)
    {
        var html = Of("").Format("home.asks", new ForeignText(name), 3);

        var written = Text(html);
        written.Should().StartWith("<bdi>").And.Contain("</bdi>から、お願いが3つ届いています");
        written.Should().NotContain("<script").And.NotContain("\" on");
    }

    [Fact]
    public void Readings_stand_over_our_words_and_not_over_a_name()
    {
        var html = Of(Preferences.Sizes[0] + ".furigana").Format("home.asks", new ForeignText("電話"), 3);

        Text(html).Should().Contain("<bdi>電話</bdi>").And.Contain("<ruby>願<rt>ねが</rt></ruby>");
    }

    [Theory]
    [InlineData("<script>")]
    [InlineData("large.furigana.more")]
    [InlineData("....")]
    [InlineData("")]
    public void Whatever_the_cookie_says_the_size_is_one_of_ours(string cookie)
    {
        Preferences.Sizes.Should().Contain(PreferencesOf(cookie).Size);
    }

    private static global::Pds.Web.Words Of(string cookie) => new(Encoder, PreferencesOf(cookie));

    private static Preferences PreferencesOf(string cookie)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = $"{Preferences.Cookie}={Uri.EscapeDataString(cookie)}";
        return new Preferences(new HttpContextAccessor { HttpContext = context });
    }

    private static string Text(IHtmlContent html)
    {
        using var writer = new StringWriter();
        html.WriteTo(writer, Encoder);
        return writer.ToString();
    }
}
