using Google.Protobuf.WellKnownTypes;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>Many residents in one call: a broken stream is taken up where it ended, and an item says as much as a single call.</summary>
[Trait("Feature", "D9")]
public sealed class BatchTests
{
    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task A_broken_stream_is_taken_up_with_the_same_calls_under_the_same_numbers()
    {
        await using var here = await EnrolledCity.StartAsync(options => options.MaxAttempts = 1);
        var batch = await here.Client.PrepareBatchAsync([.. Enumerable.Repeat(here.AskName, 6)]);
        here.City.Behaviour.Seen.Clear();
        here.City.Behaviour.CutAfter = 2;
        var answered = new List<int>();
        var sending = async () =>
        {
            await foreach (var answer in here.Client.SendBatchAsync(batch))
            {
                answered.Add(answer.Item);
            }
        };

        (await sending.Should().ThrowAsync<PdsException>()).Which.Retryable.Should().BeTrue();
        answered.Should().Equal(5, 4);
        var rest = batch.Except(answered);
        var answers = await here.Client.SendBatchAsync(rest).ToListAsync();

        rest.Items.Should().Equal(0, 1, 2, 3);
        answers.Select(answer => answer.Item).Should().BeEquivalentTo([0, 1, 2, 3]);
        answers.Where(answer => answer.Item % 2 == 0).Should().OnlyContain(answer => answer.Data!.Records.Count == 1);
        var sent = here.City.Behaviour.Seen.Select(seen => seen.Message).OfType<RequestDataBatchRequest>().ToList();
        sent.Should().HaveCount(2);
        sent[1].Items.Should().Equal(sent[0].Items.Take(4));
    }

    [Fact]
    public async Task A_refused_item_says_when_it_may_be_repeated_and_which_field_was_at_fault()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Item = refusal => (refusal.RetryDelay, refusal.Field) = (Duration.FromTimeSpan(TimeSpan.FromHours(2)), "address");

        var refusal = (await here.Client.RequestDataBatchAsync([here.AskName, here.AskName]).ToListAsync()).Single(one => one.Item == 1).Refusal!;

        refusal.Retryable.Should().BeTrue();
        refusal.RetryAfter.Should().Be(TimeSpan.FromHours(2));
        refusal.Fields.Should().Equal("address");
    }

    [Fact]
    public async Task An_item_that_waiting_does_not_help_is_not_retryable()
    {
        await using var here = await EnrolledCity.StartAsync();

        var refusal = (await here.Client.RequestDataBatchAsync([here.AskName, here.AskName]).ToListAsync()).Single(one => one.Item == 1).Refusal!;

        refusal.Retryable.Should().BeFalse();
        refusal.RetryAfter.Should().BeNull();
        refusal.Fields.Should().BeEmpty();
    }

    [Fact]
    public async Task A_batch_has_at_least_one_and_at_most_a_thousand_items()
    {
        await using var here = await EnrolledCity.StartAsync();

        var none = async () => await here.Client.PrepareBatchAsync([]);
        var tooMany = async () => await here.Client.PrepareBatchAsync([.. Enumerable.Repeat(here.AskName, 1001)]);

        await none.Should().ThrowAsync<ArgumentOutOfRangeException>();
        await tooMany.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }
}
