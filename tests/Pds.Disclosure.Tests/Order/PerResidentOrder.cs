using Pds.Ledger;

namespace Pds.Disclosure.Tests.Order;

/// <summary>Whatever happens at once to one resident happens in one order, the ledger's, and every answer agrees with it.</summary>
[Trait("Invariant", "I-02")]
public sealed class PerResidentOrder
{
    private const int Callers = 6;
    private const int ActsOfACaller = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Answers_to_parallel_callers_fit_the_ledgers_order(int seed)
    {
        await using var city = await City.OpenAsync();
        var resident = await city.NewResidentAsync();
        var actors = new Actors(city, resident);
        await actors.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + caller);
            for (var act = 0; act < ActsOfACaller; act++)
            {
                await actors.ActAsync(random);
            }
        })));

        var answers = actors.Steps.Select(step => step.What).ToList();
        answers.OfType<Answer.GotData>().Should().NotBeEmpty("or nothing was raced");
        answers.OfType<Answer.NoData>().Should().NotBeEmpty();
        answers.OfType<Answer.Moved>().Should().NotBeEmpty();
        HistoryCheck.Holds(actors.Steps, await city.ChainAsync(resident));
    }
}
