using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>An intent that never became a disclosure is ended, and its use is given back.</summary>
[Trait("Invariant", "I-03")]
public sealed class Sweeping
{
    [Fact]
    public async Task An_abandoned_intent_is_stopped_and_its_use_given_back()
    {
        await using var city = await City.OpenAsync();
        var resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        var given = await city.GiveAsync(resident, city.Hospital, ["name"], CallLimit.Once);
        var abandoned = given.Ask("name");
        await AbandonAsync(city, given, abandoned);
        var sweeper = new IntentSweeper(city.Recorder);

        (await sweeper.SweepAsync(city.Stop)).Should().Be(0, "it may still be resumed");
        city.Time.Shift = TimeSpan.FromMinutes(11);
        var ended = await sweeper.SweepAsync(city.Stop);

        ended.Should().Be(1);
        (await sweeper.SweepAsync(city.Stop)).Should().Be(0);
        var chain = await city.ChainAsync(resident);
        chain.Select(e => e.Entry).OfType<DisclosureStopped>().Should().ContainSingle().Which.Intent.Should()
            .Equal(chain.Single(e => e.Entry is DisclosureIntended).Commitment);
        (await city.RequestData.RunAsync(abandoned, city.Hospital.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Refused>()
            .Which.Reason.Should().Be(RefusalReason.ResumeExpired);
        (await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Given>();
    }

    [Fact]
    public async Task One_damaged_intent_holds_up_none_behind_it()
    {
        await using var city = await City.OpenAsync();
        var resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);
        await AbandonAsync(city, given, given.Ask("name"));
        await AbandonAsync(city, given, given.Ask("name"));
        city.DamageOldest("rows_intents");
        city.Time.Shift = TimeSpan.FromMinutes(11);
        var told = new List<InvalidDataException>();

        (await new IntentSweeper(city.Recorder, told.Add).SweepAsync(city.Stop)).Should().Be(1);

        told.Should().ContainSingle();
        (await city.ChainAsync(resident)).Select(e => e.Entry).OfType<DisclosureStopped>().Should().ContainSingle();
    }

    // What a crash between the two transactions leaves behind: the intent and its rows, written by the code of the normal path.
    private static async Task AbandonAsync(City city, Given given, RequestDataInput input)
    {
        var presented = PresentedCall.Parse(input, city.Hospital.Caller)!;
        var reading = new CallReading(
            city.Rows, new KnownSigners(City.Issuer, city.Signer.PublicKey), city.Latch, CallFormat.TryParse, city.Recorder.Clock, City.Origin);
        var view = await reading.ReadAsync(presented, city.Stop);
        var allow = ConsentGate.Decide(view.Facts).Should().BeOfType<GateDecision.Allow>().Subject;
        (await new Intents(city.Recorder, new RecordReading(city.Rows)).PublishAsync(presented, view, allow, city.Stop))
            .Should().BeOfType<IntentOutcome.Published>().Which.Intent.Row.Grant.Should().Be(given.Id.ToString());
    }
}
