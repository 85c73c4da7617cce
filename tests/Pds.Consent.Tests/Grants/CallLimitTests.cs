using CsCheck;

namespace Pds.Consent.Tests.Grants;

/// <summary>"Within" is checked against what it means: the most calls that can be made.</summary>
public sealed class CallLimitTests
{
    private static readonly Gen<CallLimit> Limit =
        Gen.Select(Gen.Int[1, 400], Gen.Enum<CallPeriod>()).Select((calls, period) => new CallLimit(calls, period));

    [Fact]
    [Trait("Feature", "C15")]
    public void A_limit_inside_another_never_allows_a_call_that_the_other_refuses() =>
        Gen.Select(Limit, Limit, Gen.Int[0, 700]).Sample((inner, outer, startDay) =>
        {
            if (!inner.IsWithin(outer))
            {
                return true;
            }

            // The worst schedule: on each day of a year as many calls as the inner limit lets through.
            var (used, outerUsed) = (new Dictionary<string, int>(), new Dictionary<string, int>());
            for (var day = 0; day < 366; day++)
            {
                var at = Samples.Now.AddDays(startDay + day);
                var (window, outerWindow) = (inner.WindowOf(at), outer.WindowOf(at));
                var free = inner.Calls - used.GetValueOrDefault(window);
                used[window] = inner.Calls;
                outerUsed[outerWindow] = outerUsed.GetValueOrDefault(outerWindow) + free;
                if (outerUsed[outerWindow] > outer.Calls)
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void Every_limit_is_inside_itself_and_the_relation_is_transitive() =>
        Gen.Select(Limit, Limit, Limit).Sample((a, b, c) =>
            a.IsWithin(a) && (!a.IsWithin(b) || !b.IsWithin(c) || a.IsWithin(c)));

    [Theory]
    [InlineData(0, CallPeriod.Day)]
    [InlineData(-1, CallPeriod.Day)]
    [InlineData(100_001, CallPeriod.Day)]
    [InlineData(1, (CallPeriod)9)]
    public void A_limit_out_of_bounds_is_not_well_formed(int calls, CallPeriod period) =>
        new CallLimit(calls, period).IsWellFormed.Should().BeFalse();
}
