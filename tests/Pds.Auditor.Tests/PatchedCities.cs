using Pds.Auditor.Checks;
using Pds.Auditor.Tests.World;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests;

/// <summary>
/// Cities whose operator patched the gate: the data really leaves, the entries are real, and an export of the log tells (A6, rules 9 and 10).
/// </summary>
[Trait("Feature", "Q2")]
[Trait("Invariant", "I-10")]
public sealed class PatchedCities : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly AgeIdentity identity = AgeIdentity.Create();

    public void Dispose()
    {
        identity.Dispose();
        folder.Dispose();
    }

    [Fact]
    [Trait("Rule", "10")]
    public async Task A_use_above_the_ceiling_shows_in_the_export_and_one_within_it_does_not()
    {
        await using var city = await City.StartAsync();
        var (hospital, grant, receipt) = await GiveAsync(
            city, new Protocol.V1.Narrowing { Frequency = new Frequency { Calls = 1, Period = FrequencyPeriod.Day } });
        await UseAsync(hospital, grant, receipt);
        (await hospital.RequestDataAsync(await hospital.PrepareAsync(grant, receipt, ["name"]))).Reason.Should().Be("CALL_FREQUENCY_EXCEEDED");
        (await VerifyAsync(city)).Status.Should().Be(CheckStatus.Sound);

        await ForgetUsesAsync(city, grant);
        await UseAsync(hospital, grant, receipt);

        (await VerifyAsync(city)).First.Should().Match<Failure>(failure => failure.Fault == Fault.TooFrequent && failure.Severity == Severity.Finding);
    }

    [Fact]
    [Trait("Rule", "9")]
    public async Task Data_of_dates_outside_the_consent_shows_in_the_export()
    {
        await using var city = await City.StartAsync(decide: WithoutRange);
        var (hospital, grant, receipt) = await GiveAsync(
            city, new Protocol.V1.Narrowing { DataRange = new DateRange { From = "2026-01-01", Until = "2026-02-01" } });

        await UseAsync(hospital, grant, receipt);

        (await VerifyAsync(city)).First.Should().Match<Failure>(failure => failure.Fault == Fault.RangeNotGranted && failure.Severity == Severity.Finding);
    }

    private static GateDecision WithoutRange(GateFacts facts) =>
        ConsentGate.Decide(facts) is GateDecision.Allow allow ? allow with { Range = DataRange.Unbounded } : ConsentGate.Decide(facts);

    private static async Task<(TestOrganization Hospital, string Grant, Protocol.V1.Receipt Receipt)> GiveAsync(City city, Protocol.V1.Narrowing choices)
    {
        var story = await Story.PlayAsync(city);
        var taro = await city.NewResidentAsync();
        await city.Steward.WriteAsync(await taro.ReferenceForAsync(city.Steward), Story.Dataset, Past.Record);
        var item = await story.Hospital.AskConsentAsync(await taro.ReferenceForAsync(story.Hospital), Story.Purpose);
        await taro.GrantAsync(item, choices);
        return (story.Hospital, item.GrantId, await story.Hospital.ReceiptAsync(item.GrantId));
    }

    private static async Task UseAsync(TestOrganization hospital, string grant, Protocol.V1.Receipt receipt) =>
        (await hospital.RequestDataAsync(await hospital.PrepareAsync(grant, receipt, ["name"]))).Read<RequestDataResponse>();

    // What an operator can do with the keys of its own store: take the counter away.
    private static async Task ForgetUsesAsync(City city, string grant)
    {
        var recorder = city.Server.Roles.Recorder;
        var window = new CallLimit(1, CallPeriod.Day).WindowOf(recorder.Clock.GetUtcNow());
        await recorder.RecordAsync(new Command([new Change.Delete(new RowKey(Table.UseCounters, $"{grant}|{window}"))], []));
    }

    private async Task<CheckReport> VerifyAsync(City city)
    {
        var auditor = await city.NewOrganizationAsync("監査法人 見本", Protocol.V1.OrganizationRole.Auditor);
        var (export, _) = await new ExportDesk(auditor, identity).ExportAsync(folder[Guid.NewGuid().ToString("n")]);
        var verdict = AuditedCity.Verify(export);
        verdict.Checks.Where(check => check.Id != "A6" && check.First is not null).Should().BeEmpty();
        return verdict.Checks.Single(check => check.Id == "A6");
    }
}
