using Pds.Web.Residents;
using Pds.Web.Tests.World;

namespace Pds.Web.Tests.Residents;

/// <summary>What is kept of what a session was shown, how long and how much.</summary>
public sealed class ShownListsFacts
{
    private readonly MovedTime _clock = new();
    private int _reads;

    [Fact]
    public async Task The_same_list_under_the_same_head_is_read_once()
    {
        using var shown = new ShownLists(_clock);

        await GetAsync(shown, "one", "7", "uses");
        await GetAsync(shown, "one", "7", "uses");

        _reads.Should().Be(1);
    }

    [Theory]
    [InlineData("two", "7", "uses")]
    [InlineData("one", "8", "uses")]
    [InlineData("one", "7", "records")]
    public async Task Another_session_another_head_and_another_list_are_read(string session, string head, string what)
    {
        using var shown = new ShownLists(_clock);
        await GetAsync(shown, "one", "7", "uses");

        await GetAsync(shown, session, head, what);

        _reads.Should().Be(2);
    }

    [Fact]
    public async Task It_is_forgotten_at_sign_out_after_ten_minutes_and_under_a_new_head_for_good()
    {
        using var shown = new ShownLists(_clock);
        await GetAsync(shown, "one", "7", "uses");
        shown.Forget("one");
        await GetAsync(shown, "one", "7", "uses");
        _reads.Should().Be(2);

        _clock.Shift += TimeSpan.FromMinutes(10);
        await GetAsync(shown, "one", "7", "uses");
        _reads.Should().Be(3);

        await GetAsync(shown, "one", "8", "uses");
        await GetAsync(shown, "one", "7", "uses");
        _reads.Should().Be(5, "an older head does not come back");
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task Long_lists_are_not_kept_and_many_are_let_go()
    {
        using var shown = new ShownLists(_clock);
        await GetAsync(shown, "one", "7", "long", ShownLists.MostOfOne + 1);
        await GetAsync(shown, "one", "7", "long", ShownLists.MostOfOne + 1);
        _reads.Should().Be(2);

        await GetAsync(shown, "first", "7", "uses");
        for (var others = 0; others < 150; others++)
        {
            await GetAsync(shown, "other " + others, "7", "uses", ShownLists.MostOfOne);
        }

        _reads = 0;
        await GetAsync(shown, "first", "7", "uses");
        _reads.Should().Be(1, "750,000 rows are more than are kept");
    }

    [Fact]
    public async Task Of_a_session_that_nobody_comes_back_to_nothing_stays_in_memory()
    {
        using var shown = new ShownLists(_clock);
        await GetAsync(shown, "one", "7", "uses");
        _clock.Shift += TimeSpan.FromMinutes(9);
        await GetAsync(shown, "two", "7", "uses");
        shown.Sweep();
        shown.Sessions.Should().Be(2);

        _clock.Shift += TimeSpan.FromMinutes(1);
        shown.Sweep();

        shown.Sessions.Should().Be(1);
    }

    [Fact]
    public async Task What_could_not_be_read_is_not_kept()
    {
        using var shown = new ShownLists(_clock);

        await shown.Invoking(one => one.GetAsync<int[]>("one", "7", "uses", () => throw new InvalidOperationException(), list => list.Length)).Should().ThrowAsync<InvalidOperationException>();
        await GetAsync(shown, "one", "7", "uses");

        _reads.Should().Be(1);
    }

    private Task<int[]> GetAsync(ShownLists shown, string session, string head, string what, int rows = 1) => shown.GetAsync(
        session,
        head,
        what,
        () =>
        {
            _reads++;
            return Task.FromResult(new int[rows]);
        },
        list => list.Length);
}
