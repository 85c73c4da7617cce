using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pds.Client.Tests;

public sealed class TelemetryTests
{
    private static readonly string[] AllowedTags = ["pds.grant_id", "pds.reason"];

    [Fact]
    [Trait("Feature", "S8")]
    [Trait("Invariant", "I-37")]
    public async Task Traces_of_a_whole_walk_hold_ids_and_no_value()
    {
        var seen = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var here = await EnrolledCity.StartAsync();
        await here.Client.RequestDataAsync(here.AskName);
        here.City.Behaviour.Refusal = FailureTests.Refusal(
            Google.Rpc.Code.FailedPrecondition, "CONSENT_WITHDRAWN", TinyDisclosures.Canary, null);
        var refused = () => here.Client.RequestDataAsync(here.AskName);
        await refused.Should().ThrowAsync<PdsException>();

        var mine = seen.Where(activity => Equals(activity.GetTagItem("pds.grant_id"), here.Grant.Grant.ToString())).ToList();
        mine.Should().HaveCountGreaterThan(2);
        mine.SelectMany(activity => activity.TagObjects).Select(tag => tag.Key).Should().BeSubsetOf(AllowedTags);
        mine.Should().OnlyContain(activity => activity.StatusDescription == null && !activity.Events.Any() && !activity.Baggage.Any());
        mine.Should().Contain(activity => Equals(activity.GetTagItem("pds.reason"), "CONSENT_WITHDRAWN"));
    }

    [Fact]
    [Trait("Feature", "S8")]
    public async Task Types_that_hold_a_value_print_their_name_only()
    {
        await using var here = await EnrolledCity.StartAsync();
        var opened = await here.Client.RequestDataAsync(here.AskName);
        var draft = new RecordDraft("ref_test", "basic-four@1").With("name", TinyDisclosures.Canary);
        var kept = here.Client.Receipts.All().Single();

        object[] printed = [opened, opened.Records[0], opened.Evidence, draft, kept, here.Client, here.Options, here.Client.Receipts];

        foreach (var thing in printed)
        {
            var text = thing.ToString()!;
            text.Should().StartWith(thing.GetType().Name);
            text.Should().NotContain(TinyDisclosures.Canary).And.NotContain("eyJ").And.NotContain(here.Options.Passphrase);
        }
    }
}
