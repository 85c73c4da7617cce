using System.Diagnostics;
using Pds.Client;

namespace Pds.EndToEnd.Tests;

/// <summary>Who cannot record does not release (I-05): no data, an honest no while the trouble lasts, NOT_SERVING, and recovery without a hand.</summary>
public sealed class CannotRecord(ITestOutputHelper output)
{
    /// <summary>Longer than several attempts to recover, which come four times a second.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, Func<RunningCity, Task<IAsyncDisposable>>> Troubles = new()
    {
        ["sync fails with EIO"] = Trouble.SyncFailsAsync,
        ["disk is full (ENOSPC)"] = Trouble.DiskIsFullAsync,
        ["sync takes four seconds"] = Trouble.SyncIsSlowAsync,
        ["database is locked by another process"] = Trouble.DatabaseIsLockedAsync,
    };

    public static TheoryData<string> Names => [.. Troubles.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Invariant", "I-05")]
    public async Task Nothing_is_released_while_nothing_can_be_recorded_and_service_returns_by_itself(string trouble)
    {
        await using var city = await RunningCity.OpenAsync(attempts: 1);

        await CheckAsync(city, () => Troubles[trouble](city));
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public async Task Nothing_is_released_while_the_file_system_is_full_and_service_returns_by_itself()
    {
        await using var city = RunningCity.Prepare(attempts: 1);
        await using var disk = await Trouble.OwnFileSystemAsync(city.Data, megabytes: 24);
        await city.FirstRunAsync();

        await CheckAsync(city, () => Task.FromResult(Trouble.FillUp(city.Data)));
        await city.StopAsync();
    }

    private async Task CheckAsync(RunningCity city, Func<Task<IAsyncDisposable>> begin)
    {
        var resident = await city.EnrollResidentAsync("見本 花子");
        var grant = await resident.GrantAsync();
        var handed = new HandedOut(city.Recipient.Verifier);
        using var health = new Health(city.Server);
        handed.Take(await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"])));
        await health.WaitUntilAsync(serving: true);
        await using (await begin())
        {
            await RefusedAsync("RequestData", () => city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"])));
            await health.WaitUntilAsync(serving: false);
            await health.StaysAsync(serving: false, Watched);
            await RefusedAsync("RequestData again", () => city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"])));
            await RefusedAsync("RequestConsent", () => city.Recipient.RequestConsentAsync(resident.HospitalRef, ["hospital-booking@1"]));
            await RefusedAsync("WriteRecord", () => resident.WriteNameAsync("見本 はな"));
        }

        await health.WaitUntilAsync(serving: true);
        var opened = await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"]));
        handed.Take(opened);
        opened.Records.Select(record => record.Text("name")).Should().Contain("見本 花子");
        await city.StopAsync();
        await new PublicTree(city.LogFolder, city.Log).RequireExtendsAsync(handed);
        await city.StartAsync();
    }

    private async Task RefusedAsync<T>(string name, Func<Task<T>> call)
    {
        var clock = Stopwatch.StartNew();
        var refusal = await Refusal.OfAsync(call);
        output.WriteLine($"{name}: {refusal.Reason} after {clock.ElapsedMilliseconds} ms");
        refusal.Reason.Should().Be("LEDGER_UNAVAILABLE");
        refusal.Retryable.Should().BeTrue();
    }
}
