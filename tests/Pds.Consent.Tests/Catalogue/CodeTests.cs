namespace Pds.Consent.Tests.Catalogue;

/// <summary>Codes and versions have one spelling (C17, I-18).</summary>
[Trait("Feature", "C17")]
[Trait("Invariant", "I-18")]
public sealed class CodeTests
{
    [Theory]
    [InlineData("basic-four@1")]
    [InlineData("abc@9999")]
    [InlineData("a-1@10")]
    public void A_well_formed_version_reads_and_writes_the_same(string text)
    {
        PurposeVersion.TryParse(text, out var purpose).Should().BeTrue();
        DatasetVersion.TryParse(text, out var dataset).Should().BeTrue();

        purpose.ToString().Should().Be(text);
        dataset.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ab@1")]
    [InlineData("basic-four")]
    [InlineData("basic-four@")]
    [InlineData("basic-four@0")]
    [InlineData("basic-four@01")]
    [InlineData("basic-four@+1")]
    [InlineData("basic-four@-1")]
    [InlineData("basic-four@10000")]
    [InlineData("basic-four@1 ")]
    [InlineData(" basic-four@1")]
    [InlineData("basic-four@１")]
    [InlineData("Basic-four@1")]
    [InlineData("basic_four@1")]
    [InlineData("basic-four@1@1")]
    [InlineData("basic\u2010four@1")]
    public void Any_other_spelling_is_refused(string? text)
    {
        PurposeVersion.TryParse(text, out var purpose).Should().BeFalse();
        DatasetVersion.TryParse(text, out var dataset).Should().BeFalse();

        purpose.Should().Be(default(PurposeVersion));
        dataset.Should().Be(default(DatasetVersion));
    }

    [Fact]
    public void A_code_longer_than_64_characters_is_refused()
    {
        PurposeCode.TryParse(new string('a', 64), out _).Should().BeTrue();
        PurposeCode.TryParse(new string('a', 65), out _).Should().BeFalse();
    }
}
