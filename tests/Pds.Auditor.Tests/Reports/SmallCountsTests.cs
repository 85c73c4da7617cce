using Pds.Auditor.Reports.Cuts;

namespace Pds.Auditor.Tests.Reports;

/// <summary>What an attacker who knows the rule and the total learns of a hidden count: nothing beyond that it is small.</summary>
public sealed class SmallCountsTests
{
    [Fact]
    public void Every_small_count_keeps_all_its_values_whatever_the_line()
    {
        var random = new Random(20261126);
        for (var round = 0; round < 400; round++)
        {
            var cells = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Count.OfPersons(random.Next(0, 14))).ToList();

            Attack(cells, SmallCounts.Protect(cells));
        }
    }

    [Theory]
    [InlineData(2, 30)]
    [InlineData(1, 5)]
    [InlineData(1, 1)]
    [InlineData(4, 6)]
    [InlineData(3, 0)]
    public void Two_cells_and_their_total_give_nothing_away(int first, int second)
    {
        var cells = new[] { Count.OfPersons(first), Count.OfPersons(second) };

        Attack(cells, SmallCounts.Protect(cells));
    }

    [Fact]
    public void Large_counts_are_shown_and_zero_points_at_nobody()
    {
        SmallCounts.Protect([Count.OfPersons(5), Count.OfPersons(0), Count.OfPersons(700)]).Should().OnlyContain(shown => shown == ShownCount.Open);
    }

    [Fact]
    public void Many_events_about_few_persons_are_small()
    {
        SmallCounts.Protect([new Count(120, 2), Count.OfPersons(50)])[0].Should().Be(ShownCount.Small);
    }

    // Every way to fill the line that shows the same and has the same total: a small cell must take each of 1 to 4 in one of them.
    private static void Attack(IReadOnlyList<Count> cells, IReadOnlyList<ShownCount> shown)
    {
        if (shown.All(cell => cell == ShownCount.Withheld))
        {
            return;
        }

        var total = cells.Sum(cell => cell.Things);
        var seen = cells.Select(_ => new HashSet<long>()).ToList();
        Fill([], total);
        foreach (var (number, cell) in shown.Index().Where(pair => pair.Item == ShownCount.Small))
        {
            seen[number].Should().Contain([1L, 2L, 3L, 4L], $"line {string.Join(' ', cells)} shown as {string.Join(' ', shown)}");
        }

        void Fill(List<long> values, long left)
        {
            if (values.Count == cells.Count)
            {
                if (left == 0)
                {
                    values.Index().ToList().ForEach(pair => seen[pair.Index].Add(pair.Item));
                }

                return;
            }

            foreach (var value in ValuesOf(shown[values.Count], cells[values.Count].Things, left))
            {
                Fill([.. values, value], left - value);
            }
        }
    }

    private static IEnumerable<long> ValuesOf(ShownCount shown, long open, long most) => shown switch
    {
        ShownCount.Open => open <= most ? [open] : [],
        ShownCount.Small => Range(1, Math.Min(4, most)),
        ShownCount.Withheld => Range(5, most),
        _ => throw new ArgumentOutOfRangeException(nameof(shown)),
    };

    private static IEnumerable<long> Range(long from, long to)
    {
        for (var value = from; value <= to; value++)
        {
            yield return value;
        }
    }
}
