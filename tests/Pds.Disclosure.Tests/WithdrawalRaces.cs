using System.Collections.Concurrent;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Promise 2: stop means stop. The order of the ledger decides, and the caller of Withdraw can rely on it.</summary>
[Trait("Invariant", "I-01")]
[Trait("Feature", "C4")]
public sealed class WithdrawalRaces
{
    private const int Rounds = 1000;
    private const int Callers = 4;

    private static readonly string[] Fields = ["name", "birth_date", "address"];

    [Fact]
    public async Task No_call_that_starts_after_a_withdrawal_returned_gets_data()
    {
        await using var city = await City.OpenAsync();
        var resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        var (early, late) = (0, 0);

        for (var round = 0; round < Rounds; round++)
        {
            var given = await city.GiveByActionsAsync(resident, city.Hospital, Fields);
            var race = await RaceAsync(city, given);

            race.StartedAfter.Should().NotContain(outcome => outcome is RequestDataOutcome.Given, $"round {round}");
            foreach (var answer in race.Answers)
            {
                answer.Intent.Index.Should().BeLessThan(race.Withdrawal);
                answer.Disclosed.Index.Should().BeLessThan(race.Withdrawal);
                Proofs.Hold(answer.Intent).Should().BeTrue();
                Proofs.Hold(answer.Disclosed).Should().BeTrue();
            }

            (early, late) = (early + race.Answers.Count, late + race.StartedAfter.Count);
        }

        early.Should().BePositive("some calls must win, or nothing was raced");
        late.Should().BeGreaterThan(Rounds);
        await EveryAnswerHasExactlyOneIntentAsync(city, resident, early);
    }

    private static async Task<Race> RaceAsync(City city, Given given)
    {
        var withdrawal = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new ConcurrentBag<RequestDataOutcome.Given>();
        var startedAfter = new ConcurrentBag<RequestDataOutcome>();
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var last = false; !last;)
            {
                last = withdrawal.Task.IsCompleted;
                var outcome = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);
                if (last)
                {
                    startedAfter.Add(outcome);
                }
                else if (outcome is RequestDataOutcome.Given answer)
                {
                    answers.Add(answer);
                }
            }
        })).ToArray();

        await Task.Delay(Random.Shared.Next(3), city.Stop);
        withdrawal.SetResult(await city.WithdrawAsync(given));
        await Task.WhenAll(callers);
        return new Race(withdrawal.Task.Result, answers, startedAfter);
    }

    private static async Task EveryAnswerHasExactlyOneIntentAsync(City city, ResidentId resident, int answers)
    {
        var chain = await city.ChainAsync(resident);
        var intents = chain.Where(entry => entry.Entry is DisclosureIntended).ToDictionary(entry => Convert.ToHexString(entry.Commitment));
        var disclosed = chain.Select(entry => entry.Entry).OfType<Disclosed>().ToList();
        var stopped = chain.Select(entry => entry.Entry).OfType<DisclosureStopped>().ToList();

        disclosed.Should().HaveCount(answers);
        disclosed.Select(entry => Convert.ToHexString(entry.Intent)).Should().OnlyHaveUniqueItems().And.BeSubsetOf(intents.Keys);
        intents.Should().HaveCount(disclosed.Count + stopped.Count, "every intent was closed one way or the other");
    }

    private sealed record Race(
        long Withdrawal, IReadOnlyCollection<RequestDataOutcome.Given> Answers, IReadOnlyCollection<RequestDataOutcome> StartedAfter);
}
