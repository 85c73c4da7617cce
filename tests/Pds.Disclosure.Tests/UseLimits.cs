using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>A consent good for n uses yields n, however many ask at once, and a use that gave nothing is given back.</summary>
[Trait("Invariant", "I-10")]
[Trait("Rule", "10")]
public sealed class UseLimits : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Sixty_four_callers_at_once_never_get_more_than_the_limit(int limit)
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"], new CallLimit(limit, CallPeriod.Whole));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(async () => await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop))));

        outcomes.OfType<RequestDataOutcome.Given>().Should().HaveCount(limit);
        outcomes.OfType<RequestDataOutcome.Refused>().Should().OnlyContain(no => no.Reason == RefusalReason.CallFrequencyExceeded);
        (await city.ChainAsync(resident)).Count(entry => entry.Entry is DisclosureIntended).Should().Be(limit);
    }

    [Fact]
    [Trait("Feature", "N9")]
    public async Task Sixty_four_callers_at_once_never_get_more_than_a_narrowing_left()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"], new CallLimit(50, CallPeriod.Day));
        await city.NarrowAsync(given, narrower => narrower with
        {
            Ceilings = narrower.Ceilings with { Calls = new CallLimit(3, CallPeriod.Day) },
        });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(async () => await RunAsync(given, new Asking { Fields = ["name"] }))));

        outcomes.OfType<RequestDataOutcome.Given>().Should().HaveCount(3);
    }

    [Fact]
    public async Task A_wrong_share_costs_its_use_so_that_nobody_fills_a_chain_with_them()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"], new CallLimit(2, CallPeriod.Whole));
        var wrong = new Asking { Fields = ["name"], Share = new byte[32] };

        var outcomes = new List<RequestDataOutcome>();
        for (var i = 0; i < 10; i++)
        {
            outcomes.Add(await RunAsync(given, wrong));
        }

        outcomes.Cast<RequestDataOutcome.Refused>().Select(no => no.Reason).Distinct()
            .Should().Equal(RefusalReason.ShareNotAccepted, RefusalReason.CallFrequencyExceeded);
        (await city.ChainAsync(resident)).Count(entry => entry.Entry is DisclosureStopped).Should().Be(2);
    }

    [Fact]
    public async Task A_new_period_counts_anew()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"], new CallLimit(1, CallPeriod.Day));

        var today = await RunAsync(given, new Asking { Fields = ["name"] });
        var again = await RunAsync(given, new Asking { Fields = ["name"] });
        city.Time.Shift = TimeSpan.FromDays(1);
        var tomorrow = await RunAsync(given, new Asking { Fields = ["name"] });

        today.Should().BeOfType<RequestDataOutcome.Given>();
        again.Should().BeOfType<RequestDataOutcome.Refused>();
        tomorrow.Should().BeOfType<RequestDataOutcome.Given>();
    }

    private async Task<RequestDataOutcome> RunAsync(Given given, Asking asking) =>
        await city.RequestData.RunAsync(given.Ask(asking), city.Hospital.Caller, city.Stop);
}
