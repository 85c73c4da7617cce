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

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_batch_has_one_to_a_thousand_items(int items, bool taken) => RequestDataBatch.IsInBounds(items).Should().Be(taken);
}
