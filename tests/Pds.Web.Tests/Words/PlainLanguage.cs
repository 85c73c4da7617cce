using System.Text.RegularExpressions;

namespace Pds.Web.Tests.Words;

/// <summary>Each sentence a resident reads: short, in everyday words, and never a no that means yes.</summary>
public sealed partial class PlainLanguage
{
    private const int MostCharacters = 40;

    // Words that a person of 75 has not grown up with, words of offices, and words that hide who does what.
    private static readonly string[] Banned =
    [
        "ログイン", "ログアウト", "アカウント", "セッション", "プライバシー", "ポリシー", "クリック", "タップ", "ダウンロード", "アップロード", "サービス",
        "エラー", "オプトイン", "オプトアウト", "ステータス", "トークン", "パスワード", "ユーザー", "アクセス", "システム", "キャンセル", "フォーム",
        "当該", "及び", "並びに", "若しくは", "又は", "速やかに", "遅滞なく", "措置", "撤回", "取得", "提供", "開示", "利用目的", "第三者", "貴殿", "所定",
        "お客様", "させていただ", "なお、", "ご了承", "承諾", "同意書", "規約",
    ];

    [Fact]
    [Trait("Feature", "N17")]
    public void No_sentence_is_longer_than_forty_characters()
    {
        Pairs().SelectMany(pair => Sentence().Split(pair.Text).Where(sentence => sentence.Length > MostCharacters).Select(sentence => pair.Key + ": " + sentence))
            .Should().BeEmpty();
    }

    [Fact]
    public void No_sentence_uses_a_banned_word()
    {
        Pairs().SelectMany(pair => Banned.Where(pair.Text.Contains).Select(word => $"{pair.Key}: {word}")).Should().BeEmpty();
    }

    [Fact]
    public void No_sentence_has_two_negatives()
    {
        Pairs().Where(pair => Sentence().Split(pair.Text).Any(sentence => DoubleNegative().IsMatch(sentence))).Should().BeEmpty();
    }

    [Fact]
    [Trait("Feature", "N17")]
    public void Yes_and_no_are_asked_in_words_of_about_the_same_length()
    {
        var (yes, no) = (WebTexts.Pages["request.yes"], WebTexts.Pages["request.no"]);

        yes.Should().Contain("はい");
        no.Should().Contain("いいえ");
        Math.Abs(yes.Length - no.Length).Should().BeLessThan(6);
    }

    [Fact]
    public void Every_reason_that_the_gate_gives_has_words()
    {
        string[] told =
        [
            "CONSENT_WITHDRAWN", "CONSENT_PAUSED", "CONSENT_EXPIRED", "CONSENT_INAPPLICABLE", "CONSENT_NOT_YET_VALID", "PURPOSE_NOT_VALID",
            "FIELDS_NOT_GRANTED", "DATA_RANGE_NOT_GRANTED", "CALL_FREQUENCY_EXCEEDED", "ORGANIZATION_NOT_IN_GOOD_STANDING",
        ];

        told.Should().OnlyContain(reason => WebTexts.Pages.Has("why." + reason));
    }

    [Fact]
    public void Every_text_can_be_read_with_its_places_filled_in()
    {
        WebTexts.Pages.Keys.Select(key => WebTexts.Pages.Format(key, "一", "二", "三")).Should().NotContain(text => text.Contains('{'));
    }

    [Fact]
    public void Every_kanji_of_our_words_has_a_reading()
    {
        WebTexts.Pages.Keys.Where(key => Furigana.Kanji().IsMatch(Ruby().Replace(Furigana.Over(WebTexts.Pages[key]), ""))).Should().BeEmpty();
    }

    private static IEnumerable<(string Key, string Text)> Pairs() =>
        WebTexts.Pages.Keys.Select(key => (key, WebTexts.Pages[key])).Concat(WebTexts.Provider.Keys.Select(key => (key, WebTexts.Provider[key])));

    [GeneratedRegex("<ruby>.*?</ruby>")]
    private static partial Regex Ruby();

    [GeneratedRegex("[。！？?!]")]
    private static partial Regex Sentence();

    [GeneratedRegex("ないわけ|ないことはない|なくはない|ないとは言え|ないではない|なければならな|せざるを")]
    private static partial Regex DoubleNegative();
}
