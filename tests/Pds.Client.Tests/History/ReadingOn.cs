using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>
/// A session that reads on in its resident's history: what is new is held against what was shown, so that an operator who tells another story to the same browser is
/// found out; and what many pages ask at one moment is asked once.
/// </summary>
[Trait("Feature", "T1")]
[Trait("Invariant", "I-26")]
public sealed class ReadingOn : IDisposable
{
    private readonly TinyOperator _operator = new();
    private readonly ResidentId _hanako = ResidentId.New();
    private readonly List<int> _asked = [];
    private Func<HistoryNews, HistoryNews> _lie = news => news;
    private TaskCompletionSource? _held;

    private string Chain => TinyOperator.ChainOf(_hanako);

    [Fact]
    public async Task It_begins_with_what_there_is_and_the_same_comes_back_when_nothing_is_new()
    {
        Append(3);
        var session = Open();

        var first = await session.ReadOnAsync();
        var same = await session.ReadOnAsync(first);
        Append(2);
        var more = await session.ReadOnAsync(same);

        first.Entries.Should().HaveCount(3);
        first.IsWhole.Should().BeTrue();
        same.Should().BeSameAs(first);
        more.Entries.Select(entry => entry.Seq).Should().Equal(0, 1, 2, 3, 4);
        more.Entries.Take(3).Should().Equal(first.Entries, "what was read is not read again");
    }

    [Fact]
    public async Task A_history_that_begins_while_she_looks_is_read_from_its_first_entry()
    {
        var session = Open();
        var nothing = await session.ReadOnAsync();
        nothing.Entries.Should().BeEmpty();

        Append(1);

        (await session.ReadOnAsync(nothing)).Entries.Should().ContainSingle();
    }

    [Fact]
    public async Task Of_a_long_one_the_newest_are_read_first_and_all_of_it_on_request()
    {
        Append(ResidentSession.MostAtFirst + 7);
        var session = Open();

        var newest = await session.ReadOnAsync();
        var whole = await session.ReadOnAsync(newest, whole: true);

        (newest.Entries.Count, newest.Entries[0].Seq, newest.IsWhole).Should().Be((ResidentSession.MostAtFirst, 7, false));
        (whole.Entries.Count, whole.IsWhole).Should().Be((ResidentSession.MostAtFirst + 7, true));
        (await session.ReadOnAsync(whole)).Should().BeSameAs(whole, "who has all of it asks for no less");
    }

    [Fact]
    public async Task What_one_answer_does_not_hold_is_listed()
    {
        Append(2);
        var session = Open();
        var first = await session.ReadOnAsync();
        Append(90);

        (await session.ReadOnAsync(first)).Entries.Should().HaveCount(92);
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task Another_story_than_the_one_she_was_shown_is_refused()
    {
        Append(3);
        var session = Open();
        var seen = await session.ReadOnAsync();

        // The third entry is another one now, and a fourth follows it.
        _operator.Chains[Chain].RemoveAt(2);
        Append(2, "other");

        await session.Awaiting(one => one.ReadOnAsync(seen)).Should().ThrowAsync<PdsException>().Where(refused => refused.Reason == LocalReasons.LedgerEvidenceRefused);
    }

    [Fact]
    public async Task A_gap_is_refused()
    {
        Append(3);
        var session = Open();
        var seen = await session.ReadOnAsync();
        Append(2);
        _lie = news =>
        {
            news.Entries.RemoveAt(0);
            return news;
        };

        await session.Awaiting(one => one.ReadOnAsync(seen)).Should().ThrowAsync<PdsException>().Where(refused => refused.Reason == LocalReasons.LedgerEvidenceRefused);
    }

    [Fact]
    public async Task A_history_that_became_shorter_is_refused_and_a_longer_one_without_entries_adds_nothing()
    {
        Append(3);
        var session = Open();
        var seen = await session.ReadOnAsync();
        var claimed = -1;
        _lie = news =>
        {
            news.Size += claimed;
            return news;
        };

        await session.Awaiting(one => one.ReadOnAsync(seen)).Should().ThrowAsync<PdsException>().Where(refused => refused.Reason == LocalReasons.LedgerEvidenceRefused);
        claimed = 5;
        (await session.ReadOnAsync(seen)).Entries.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_session_that_is_over_says_so()
    {
        var session = Open();
        _lie = _ => new HistoryNews();

        await session.Awaiting(one => one.ReadOnAsync()).Should().ThrowAsync<PdsException>().Where(refused => refused.Reason == "SESSION_NOT_ACCEPTED");
    }

    [Fact]
    public async Task Whoever_comes_while_one_asks_is_asked_for_together_and_only_after_he_came()
    {
        Append(1);
        var (following, gate) = (Follow(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _held = gate;
        var first = following.AskAsync("a", 0, default);
        await UntilAsync(() => _asked.Count == 1);
        var late = Enumerable.Range(0, HistoryFollowing.MostAtOnce + 5).Select(number => following.AskAsync("b" + number, 0, default)).ToList();
        Append(1);
        gate.SetResult();

        (await first).Size.Should().Be(1, "it was asked before");
        (await Task.WhenAll(late)).Should().OnlyContain(news => news.Size == 2);
        _asked.Should().Equal(1, HistoryFollowing.MostAtOnce, 5);
    }

    [Fact]
    public async Task A_call_that_fails_fails_for_those_who_waited_for_it_and_the_next_one_is_asked()
    {
        Append(1);
        var following = Follow();
        _lie = _ => throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unavailable, ""));
        await following.Awaiting(one => one.AskAsync("a", 0, default)).Should().ThrowAsync<PdsException>();
        _lie = news => news;

        (await following.AskAsync("a", 0, default)).Size.Should().Be(1);
    }

    [Fact]
    public async Task Who_does_not_wait_any_more_holds_up_nobody()
    {
        Append(1);
        var (following, gate) = (Follow(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _held = gate;
        using var gone = new CancellationTokenSource();
        var (left, stays) = (following.AskAsync("a", 0, gone.Token), following.AskAsync("b", 0, default));

        await gone.CancelAsync();
        await left.Awaiting(one => one).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await stays).Size.Should().Be(1);
    }

    public void Dispose() => _operator.Dispose();

    private static async Task UntilAsync(Func<bool> happened)
    {
        for (var wait = 0; !happened() && wait < 3000; wait++)
        {
            await Task.Delay(10);
        }

        happened().Should().BeTrue();
    }

    private void Append(int entries, string jkt = "jkt")
    {
        for (var more = 0; more < entries; more++)
        {
            _operator.Append(Chain, new DeviceEnrolled(TinyOperator.Start, jkt + more));
        }
    }

    private HistoryFollowing Follow() => new(new LedgerService.LedgerServiceClient(new AnsweringInvoker(Answer)));

    private ResidentSession Open()
    {
        var invoker = new AnsweringInvoker(Answer);
        return new ResidentSession("secret", _operator.Facts, invoker, invoker, new HistoryFollowing(new(invoker)), residentId: _hanako.ToString());
    }

    private object Answer(object request)
    {
        var entries = _operator.Chains.GetValueOrDefault(Chain) ?? [];
        switch (request)
        {
            case ListNewEntriesRequest ask:
                lock (_asked)
                {
                    _asked.Add(ask.Histories.Count);
                }

                var now = ask.Histories.Select(one => new HistoryNews
                {
                    Lives = true, Size = entries.Count, Entries = { one.FirstSeq < 0 ? [] : entries.Skip((int)one.FirstSeq).Take(64) },
                }).ToList();
                Interlocked.Exchange(ref _held, null)?.Task.Wait();
                return new ListNewEntriesResponse { News = { now.Select(_lie) } };
            case ListEntriesRequest ask:
                // Pages as the server makes them: a token goes on only with the question it was made for.
                var (first, at) = ask.PageToken.Length == 0 ? (ask.FirstSeq, ask.FirstSeq) : (long.Parse(ask.PageToken.Split(':')[0]), long.Parse(ask.PageToken.Split(':')[1]));
                first.Should().Be(ask.FirstSeq);
                var page = entries.Skip((int)at).Take(200).ToList();
                return new ListEntriesResponse { Entries = { page }, NextPageToken = at + page.Count < entries.Count ? $"{first}:{at + page.Count}" : "" };
            default:
                throw new NotSupportedException(request.GetType().Name);
        }
    }
}
