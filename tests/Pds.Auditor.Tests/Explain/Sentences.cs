using System.Text.RegularExpressions;
using Pds.Auditor.Explain;
using Pds.Auditor.Sampling;
using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Tests.Explain;

/// <summary>What is said is there in both languages, and short in Japanese.</summary>
public sealed partial class Sentences
{
    private const int LongestSentence = 40;

    [Theory]
    [InlineData("Explain")]
    [InlineData("Sample")]
    [InlineData("Diff")]
    public void Both_languages_say_the_same(string resource)
    {
        var (ja, en) = (AuditTexts.Of("ja", resource), AuditTexts.Of("en", resource));

        ja.Keys.Should().BeEquivalentTo(en.Keys);
        ja.Keys.Select(key => (key, Places(ja[key]))).Should().BeEquivalentTo(en.Keys.Select(key => (key, Places(en[key]))));
    }

    [Fact]
    public void Everything_that_can_be_wrong_with_a_receipt_has_a_sentence()
    {
        AuditTexts.Of("ja", "Explain").Keys.Should().Contain(ShownReceipt.Keys)
            .And.Contain(Enum.GetNames<ReceiptStatus>().Select(name => "status." + name));
    }

    [Fact]
    public void Everything_on_a_checklist_has_a_sentence()
    {
        AuditTexts.Of("ja", "Sample").Keys.Should().Contain(ChecklistRow.Columns.Select(column => "column." + column)).And.Contain(ChecklistRow.Boxes);
    }

    [Theory]
    [InlineData("Explain")]
    [InlineData("Sample")]
    [InlineData("Diff")]
    public void A_japanese_sentence_has_at_most_forty_characters(string resource)
    {
        var texts = AuditTexts.Of("ja", resource);

        texts.Keys.SelectMany(key => Place().Replace(texts[key], "○○").Split('。').Select(sentence => sentence.Trim()))
            .Where(sentence => sentence.Length >= LongestSentence).Should().BeEmpty();
    }

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value[1]).Distinct().Order());

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Place();
}
