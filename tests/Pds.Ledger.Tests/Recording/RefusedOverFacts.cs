using System.Text;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>What a refusal hung on, as it rests: one spelling, and entries of before it was told are read as ever.</summary>
[Trait("Feature", "N24")]
public sealed class RefusedOverFacts
{
    private const string Before =
        """{"at":"2026-04-01T03:00:00.000Z","count":1,"grant_id":"grt_aaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"disclosure_refused",OVER"reason":"FIELDS_NOT_GRANTED","recipient":"org_aaaaaaaaaaaaaaaaaaaaaaaaaa","rule":8,"v":1}""";

    [Fact]
    public void An_entry_without_it_is_read_and_written_as_before()
    {
        var body = Encoding.UTF8.GetBytes(With(""));

        LedgerEntry.TryParse(body, out var entry).Should().BeTrue();
        entry.Should().BeOfType<DisclosureRefused>().Which.Over.Should().BeNull();
        entry!.ToBody().Should().Equal(body);
    }

    [Theory]
    [InlineData("""{"field":"sex"}""")]
    [InlineData("""{"at":"2026-04-01T03:00:00.000Z"}""")]
    [InlineData("""{"date":"2026-04-01"}""")]
    [InlineData("""{"at":"2026-04-01T03:00:00.000Z","date":"2026-04-01","field":"sex"}""")]
    public void Each_part_alone_and_all_together_come_back(string over)
    {
        var body = Encoding.UTF8.GetBytes(With(over));

        LedgerEntry.TryParse(body, out var entry).Should().BeTrue();
        entry!.ToBody().Should().Equal(body);
        ((DisclosureRefused)entry).Over!.IsEmpty.Should().BeFalse();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"sex\"")]
    [InlineData("""{"field":null}""")]
    [InlineData("""{"field":8}""")]
    [InlineData("""{"field":"sex","why":"x"}""")]
    [InlineData("""{"field":"sex","at":"2026-04-01T03:00:00.000Z"}""")]
    [InlineData("""{"at":"2026-04-01"}""")]
    [InlineData("""{"date":"2026-4-1"}""")]
    [InlineData("""{"date":"2026-02-30"}""")]
    public void Another_spelling_is_no_entry(string over) => LedgerEntry.TryParse(Encoding.UTF8.GetBytes(With(over)), out _).Should().BeFalse();

    private static string With(string over) => Before.Replace("OVER", over.Length == 0 ? "" : $"\"over\":{over},", StringComparison.Ordinal);
}
