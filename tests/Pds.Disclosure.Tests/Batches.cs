using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Many residents in one message, each on its own.</summary>
[Trait("Feature", "D9")]
public sealed class Batches
{
    [Fact]
    public async Task Every_item_is_decided_recorded_and_proved_on_its_own()
    {
        await using var city = await City.OpenAsync();
        var items = new List<(Given Given, bool Withdrawn)>();
        for (var i = 0; i < 40; i++)
        {
            var resident = await city.NewResidentAsync();
            await city.WriteAsync(resident);
            var given = await city.GiveAsync(resident, city.Hospital, ["name"]);
            if (i % 4 == 3)
            {
                await city.WithdrawAsync(given);
            }

            items.Add((given, i % 4 == 3));
        }

        var inputs = items.Select(item => item.Given.Ask("name")).ToList();
        var answers = new Dictionary<int, RequestDataOutcome>();
        await foreach (var answer in new RequestDataBatch(city.RequestData).RunAsync(inputs, city.Hospital.Caller, city.Stop))
        {
            answers.Add(answer.Item, answer.Outcome);
        }

        answers.Should().HaveCount(40);
        foreach (var (item, outcome) in answers)
        {
            if (items[item].Withdrawn)
            {
                outcome.Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(RefusalReason.ConsentWithdrawn);
                continue;
            }

            var data = outcome.Should().BeOfType<RequestDataOutcome.Given>().Subject;
            Proofs.Hold(data.Intent).Should().BeTrue();
            items[item].Given.TryOpen(inputs[item], data, city.Hospital.EncryptionKey, out _).Should().BeTrue();
        }

        answers.Values.OfType<RequestDataOutcome.Given>().Select(data => data.Intent.Index).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    [Trait("Invariant", "I-01")]
    public async Task Data_that_waits_for_a_slow_reader_is_not_handed_over_after_a_withdrawal_returned()
    {
        await using var city = await City.OpenAsync();
        var resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        var givens = new List<Given>();
        for (var i = 0; i < 8; i++)
        {
            givens.Add(await city.GiveAsync(resident, city.Hospital, ["name"]));
        }

        var inputs = givens.Select(given => given.Ask("name")).ToList();
        await using var reader = new RequestDataBatch(city.RequestData).RunAsync(inputs, city.Hospital.Caller, city.Stop).GetAsyncEnumerator(city.Stop);
        (await reader.MoveNextAsync()).Should().BeTrue();
        while ((await city.ChainAsync(resident)).Count(entry => entry.Entry is Disclosed) < givens.Count)
        {
            await Task.Delay(5, city.Stop);
        }

        foreach (var given in givens)
        {
            await city.WithdrawAsync(given);
        }

        var after = new List<RequestDataOutcome>();
        while (await reader.MoveNextAsync())
        {
            after.Add(reader.Current.Outcome);
        }

        after.Should().HaveCount(7).And.AllBeOfType<RequestDataOutcome.Refused>();
        after.Cast<RequestDataOutcome.Refused>().Should().OnlyContain(no => no.Reason == RefusalReason.ConsentWithdrawn);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_batch_has_one_to_a_thousand_items(int items, bool taken) => RequestDataBatch.IsInBounds(items).Should().Be(taken);
}
