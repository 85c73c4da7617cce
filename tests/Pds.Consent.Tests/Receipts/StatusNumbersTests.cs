namespace Pds.Consent.Tests.Receipts;

public sealed class StatusNumbersTests
{
    [Fact]
    public void Number_is_never_given_twice_even_by_many_threads()
    {
        var numbers = new StatusNumbers([]);
        var given = new System.Collections.Concurrent.ConcurrentBag<int>();

        Parallel.For(0, 20_000, _ => given.Add(numbers.Next()));

        given.Should().OnlyHaveUniqueItems();
        given.Should().OnlyContain(n => n >= 0 && n < StatusList.EntriesInAList);
    }

    [Fact]
    public void Numbers_given_before_a_restart_are_not_given_again()
    {
        var before = Enumerable.Range(0, 60_000).ToList();
        var numbers = new StatusNumbers(before);

        Enumerable.Range(0, 2_000).Select(_ => numbers.Next()).Should().NotIntersectWith(before);
    }

    [Fact]
    public void List_half_full_makes_way_for_the_next()
    {
        var numbers = new StatusNumbers(Enumerable.Range(0, (StatusList.EntriesInAList / 2) - 1));
        numbers.NewestList.Should().Be(0);

        numbers.Next().Should().BeInRange(0, StatusList.EntriesInAList - 1);
        var next = numbers.Next();

        next.Should().BeInRange(StatusList.EntriesInAList, (2 * StatusList.EntriesInAList) - 1);
        numbers.NewestList.Should().Be(1);
        new StatusNumbers([5, next]).NewestList.Should().Be(1, "a restart goes on with the newest list");
    }

    [Fact]
    public void Neighbours_in_time_are_not_neighbours_in_the_list()
    {
        var numbers = new StatusNumbers([]);
        var given = Enumerable.Range(0, 4_000).Select(_ => numbers.Next()).ToList();

        // Sixteen equal stretches of the list: with 250 expected in each, 150 to 350 leaves more than six standard deviations.
        given.GroupBy(n => n / (StatusList.EntriesInAList / 16)).Should().HaveCount(16).And.OnlyContain(g => g.Count() > 150 && g.Count() < 350);
        given.Zip(given.Skip(1)).Count(p => Math.Abs(p.First - p.Second) == 1).Should().BeLessThan(10);
    }

    [Fact]
    public void Place_of_a_number_is_list_and_index()
    {
        StatusPlace.Of("https://pds.example", 5).Should().Be(new StatusPlace("https://pds.example/status-lists/0", 5));
        StatusPlace.Of("https://pds.example/", StatusList.EntriesInAList + 5)
            .Should().Be(new StatusPlace("https://pds.example/status-lists/1", 5));
    }
}
