using Pds.Client;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>What the server does when it is started or stopped at the wrong moment, on the wrong folder, or with the wrong keys.</summary>
public sealed class StartsAndStops
{
    private const int Refused = 3;

    [Fact]
    [Trait("Feature", "S1")]
    [Trait("Invariant", "I-22")]
    public async Task A_second_server_on_the_same_folder_is_told_so_and_the_first_goes_on()
    {
        await using var city = await RunningCity.OpenAsync();
        var resident = await city.EnrollResidentAsync("見本 花子");

        var second = await ServerRun.ToEndAsync(city.Data);

        second.ExitCode.Should().Be(Refused);
        second.Said.Should().Contain("in use by another running server").And.NotContain("   at ");
        var grant = await resident.GrantAsync();
        (await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"]))).Records.Should().ContainSingle();
    }

    [Fact]
    [Trait("Feature", "S1")]
    [Trait("Invariant", "I-07")]
    public async Task SIGTERM_under_load_loses_nothing_acknowledged_and_ends_with_zero()
    {
        await using var city = await RunningCity.OpenAsync();
        var handed = new HandedOut(city.Recipient.Verifier);
        var loads = new List<ResidentLoad>();
        foreach (var name in (string[])["見本 一", "見本 二", "見本 三"])
        {
            loads.Add(new ResidentLoad(await city.EnrollResidentAsync(name), name, handed));
        }

        using var stop = new CancellationTokenSource();
        var running = loads.Select((load, number) => Task.Run(() => load.RunAsync(new Random(number), stop.Token))).ToList();
        await Task.Delay(1500);
        await stop.CancelAsync();
        var exitCode = await city.StopAsync();
        await city.StartAsync();
        await Task.WhenAll(running);

        exitCode.Should().Be(0);
        loads.Sum(load => load.Acknowledged).Should().BeGreaterThan(0);
        await Task.WhenAll(loads.Select(load => load.CheckAsync()));
        await new PublicTree(city.LogFolder, city.Log).RequireExtendsAsync(handed);
    }

    [Fact]
    [Trait("Feature", "S8")]
    [Trait("Invariant", "I-36")]
    public async Task Production_refuses_a_folder_with_development_keys_and_says_what_to_do()
    {
        await using var city = await RunningCity.OpenAsync();
        await city.StopAsync();

        var production = await ServerRun.ToEndAsync(
            city.Data, new Dictionary<string, string> { ["PDS_PASSPHRASE"] = "a passphrase of the operator" }, "--environment", "Production");

        production.ExitCode.Should().Be(Refused);
        production.Said.Should().Contain("development keys").And.Contain("--data").And.Contain("PDS_PASSPHRASE").And.NotContain("   at ");
        await city.StartAsync();
    }

    [Fact]
    [Trait("Feature", "S8")]
    [Trait("Invariant", "I-36")]
    public async Task Production_without_a_passphrase_does_not_make_keys()
    {
        var folder = Directory.CreateTempSubdirectory("pds-e2e-");
        try
        {
            var production = await ServerRun.ToEndAsync(folder.FullName, null, "--environment", "Production");

            production.ExitCode.Should().Be(Refused);
            production.Said.Should().Contain("PDS_PASSPHRASE").And.NotContain("   at ");
            folder.EnumerateFiles("keys.sealed").Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
