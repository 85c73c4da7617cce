using System.Diagnostics;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests.Timing;

/// <summary>
/// Who fails rules 1 to 3 learns nothing from how long the no took: not whether the grant exists, existed, or is somebody else's. The classes
/// are drawn in random order through the real act. A statistic, so a sample that looks different is drawn again from the start; a real
/// difference shows every time, chance does not. <c>PDS_LONG=1</c> draws 100,000 a class.
/// </summary>
[Trait("Invariant", "I-17")]
[Trait("Rule", "1")]
[Trait("Rule", "2")]
[Trait("Rule", "3")]
public sealed class RefusalTimes : IAsyncLifetime
{
    private const double Limit = 4.5;
    private const int Fresh = 3;
    private const int AtOnce = 8;

    private static readonly int SamplesPerClass = Environment.GetEnvironmentVariable("PDS_LONG") == "1" ? 100_000 : 2_000;

    private City city = null!;
    private ResidentId resident;
    private Given live = null!;
    private Given erased = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        live = await city.GiveAsync(resident, city.Hospital, ["name"]);
        erased = await city.GiveAsync(resident, city.Hospital, ["name"]);
        await city.RecordRowsAsync([new Change.Delete(GrantRow.Key(erased.Id))]);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    public async Task Unknown_foreign_forged_and_erased_take_the_same_time()
    {
        var classes = Classes();
        await SampleAsync(classes, AtOnce * 4); // the first calls compile and warm up

        for (var sample = 1; ; sample++)
        {
            var times = await SampleAsync(classes, SamplesPerClass);
            var worst = Worst(times);
            if (worst.T < Limit)
            {
                return;
            }

            sample.Should().BeLessThan(Fresh, "{0} fresh samples differ, the last by t = {1:F1} between {2}", sample, worst.T, worst.Between);
        }
    }

    [Fact]
    public async Task No_answer_comes_before_its_time()
    {
        var times = await SampleAsync(Classes(), samplesPerClass: 50);

        times.Values.SelectMany(taken => taken).Min().Should().BeGreaterThanOrEqualTo(Refusals.UniformTime.TotalMilliseconds);
    }

    [Fact]
    public void The_statistic_sees_a_difference_of_a_hundredth()
    {
        var random = new Random(1);
        List<double> Around(double mean) => [.. Enumerable.Range(0, 2_000).Select(_ => mean + random.NextDouble())];

        Math.Abs(Welch.T(Around(20), Around(20))).Should().BeLessThan(Limit);
        Math.Abs(Welch.T(Around(20), Around(20.2))).Should().BeGreaterThan(Limit);
    }

    // All asked by the shop, which is enrolled and in good standing, and has no consent at all.
    private IReadOnlyList<(string Name, RequestDataInput Input)> Classes()
    {
        var (mine, gone) = (live.Ask("name"), erased.Ask("name"));
        return
        [
            ("unreadable", mine with { Presentation = new string('a', mine.Presentation.Length) }),
            ("forged", mine with { Presentation = Forged(mine.Presentation) }),
            ("foreign", mine),
            ("foreign, held by the caller's own key", live.Ask(new Asking { Fields = ["name"], Signer = city.Shop.CallKey })),
            ("foreign and erased", gone),
            ("forged and erased", gone with { Presentation = Forged(gone.Presentation) }),
        ];
    }

    // Several at once, as a thief would, and so that a sample of a delayed answer does not take its delay times its size.
    private async Task<IReadOnlyDictionary<string, double[]>> SampleAsync(
        IReadOnlyList<(string Name, RequestDataInput Input)> classes, int samplesPerClass)
    {
        var order = Enumerable.Range(0, classes.Count * samplesPerClass).Select(i => i % classes.Count).ToArray();
        Random.Shared.Shuffle(order);
        var taken = new double[order.Length];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < order.Length;)
            {
                taken[i] = await TimeAsync(classes[order[i]].Input);
            }
        })));

        return order.Zip(taken).GroupBy(one => one.First).ToDictionary(same => classes[same.Key].Name, same => same.Select(one => one.Second).ToArray());
    }

    private async Task<double> TimeAsync(RequestDataInput input)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await city.RequestData.RunAsync(input, city.Shop.Caller, city.Stop);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;

        outcome.Should().Be(new RequestDataOutcome.Refused(new Refusal(RefusalReason.ReceiptNotAccepted)));
        return took;
    }

    private static (double T, string Between) Worst(IReadOnlyDictionary<string, double[]> times) => (
        from one in times
        from other in times
        where string.CompareOrdinal(one.Key, other.Key) < 0
        let t = Math.Abs(Welch.T(one.Value, other.Value))
        orderby t descending
        select (t, $"{one.Key} and {other.Key}")).First();

    // One character of the issuer's signature changed to another that still decodes.
    private static string Forged(string presentation)
    {
        var at = presentation.IndexOf('~') - 10;
        return presentation[..at] + (presentation[at] == 'A' ? 'B' : 'A') + presentation[(at + 1)..];
    }
}
