using Pds.Web.Residents;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Residents;

/// <summary>What is kept of what sessions were shown, how long and how much. That it is never stale is <see cref="Http.NothingStaleIsShown"/>.</summary>
public sealed class ShownHistoriesFacts : IDisposable
{
    private readonly MovedTime _clock = new();
    private readonly ShownHistories _shown;
    private int _reads;

    public ShownHistoriesFacts() => _shown = new ShownHistories(_clock);

    [Fact]
    public async Task The_same_list_of_a_session_is_read_once_and_anothers_by_itself()
    {
        await ReadAsync("one", "records");
        await ReadAsync("one", "records");
        _reads.Should().Be(1);

        await ReadAsync("one", "consents");
        await ReadAsync("two", "records");
        _reads.Should().Be(3);
    }

    [Fact]
    public async Task At_sign_out_it_is_forgotten()
    {
        await ReadAsync("one", "records");
        _shown.Forget("one");

        await ReadAsync("one", "records");

        _reads.Should().Be(2);
    }

    [Fact]
    public async Task Of_a_session_that_nobody_comes_back_to_nothing_stays_in_memory()
    {
        await ReadAsync("one", "records");
        _clock.Shift += TimeSpan.FromMinutes(19);
        await ReadAsync("two", "records");
        _shown.Sweep();
        _shown.Sessions.Should().Be(2);

        _clock.Shift += TimeSpan.FromMinutes(1);
        _shown.Sweep();

        _shown.Sessions.Should().Be(1);
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task Long_lists_are_not_kept_and_whoever_was_longest_away_makes_room()
    {
        await ReadAsync("one", "records", ShownHistory.MostOfOne + 1);
        await ReadAsync("one", "records", ShownHistory.MostOfOne + 1);
        _reads.Should().Be(2);

        for (var others = 0; others < 150; others++)
        {
            _clock.Shift += TimeSpan.FromSeconds(1);
            await ReadAsync("other " + others, "records", ShownHistory.MostOfOne);
        }

        _shown.Sweep();
        _shown.Sessions.Should().BeLessThan(110, "750,000 rows are more than are kept");
        _reads = 0;
        await ReadAsync("other 149", "records");
        await ReadAsync("other 0", "records");
        _reads.Should().Be(1);
    }

    [Fact]
    public async Task What_could_not_be_read_is_not_kept()
    {
        await _shown.Of("one").Invoking(one => one.ListAsync<int[]>("records", () => throw new InvalidOperationException(), list => list.Length)).Should().ThrowAsync<InvalidOperationException>();

        await ReadAsync("one", "records");

        _reads.Should().Be(1);
    }

    public void Dispose() => _shown.Dispose();

    private Task<int[]> ReadAsync(string session, string what, int rows = 1) => _shown.Of(session).ListAsync(
        what,
        () =>
        {
            _reads++;
            return Task.FromResult(new int[rows]);
        },
        list => list.Length);
}
