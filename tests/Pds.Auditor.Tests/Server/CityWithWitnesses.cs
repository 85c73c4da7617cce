using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pds.Auditor.Checks;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.FirstRun;
using Pds.TestCity;

namespace Pds.Auditor.Tests.Server;

/// <summary>The real server and real witnesses, end to end: cosigned in the background, and what happens when witnesses are away or know better.</summary>
[Trait("Feature", "N2")]
public sealed class CityWithWitnesses
{
    private const string Witnesses = "witnesses", WholeServer = "";

    [Fact]
    [Trait("Invariant", "I-23")]
    public async Task What_was_published_is_cosigned_by_the_quorum_and_anybody_can_check_it()
    {
        await using var city = await WitnessedCity.OpenAsync();
        await Story.PlayAsync(city.City);
        var published = await city.PublishedAsync();

        var cosigned = await city.WaitForCosignedAsync(published.Size);

        cosigned.Size.Should().BeGreaterThanOrEqualTo(published.Size);
        await city.WaitForHealthAsync(Witnesses, serving: true);
        using var http = city.City.Open();
        (await http.GetStringAsync("/log.policy")).Should().Be(await File.ReadAllTextAsync(city.Council.PolicyFile));
        using var state = new TemporaryDirectory();
        var watch = await AuditProgram.RunAsync(
            "watch", new Uri(city.City.Address, "/log").ToString(), "--key", city.Log.ToString(), "--ca", city.City.CityCaFile,
            "--policy", city.Council.PolicyFile, "--state", state.Path, "--once");
        watch.ExitCode.Should().Be(0, watch.Errors);
    }

    [Fact]
    [Trait("Invariant", "I-23")]
    [Trait("Feature", "Q4")]
    public async Task An_export_carries_what_the_quorum_cosigned_and_is_sound_under_the_policy()
    {
        await using var city = await WitnessedCity.OpenAsync();
        await Story.PlayAsync(city.City);
        await city.WaitForCosignedAsync((await city.PublishedAsync()).Size);
        var auditor = await city.City.NewOrganizationAsync("監査法人 見本", Protocol.V1.OrganizationRole.Auditor);
        using var identity = AgeIdentity.Create();
        using var folder = new TemporaryDirectory();
        var desk = new ExportDesk(auditor, identity);

        var (export, _) = await desk.ExportAsync(folder["export"]);

        var policy = await File.ReadAllTextAsync(city.Council.PolicyFile);
        (await File.ReadAllTextAsync(Path.Combine(export, "tlog-policy"))).Should().Be(policy);
        var cosigned = await File.ReadAllTextAsync(Path.Combine(export, "log/checkpoint.cosigned"));
        city.Council.Policy.TryOpen(cosigned, out _).Should().BeTrue();
        var verdict = AuditedCity.Verify(export, new Anchors(Policy: policy));
        verdict.Checks.Where(check => check.First is not null).Should().BeEmpty();
        verdict.Checks.Single(check => check.Id == "A1").NotApplicable.Should().BeEmpty();
        AuditedCity.Verify(export).ExitCode.Should().Be(ExitCode.Sound);
    }

    [Fact]
    [Trait("Invariant", "I-47")]
    public async Task An_export_of_a_city_whose_witnesses_never_came_is_authentic_with_a_finding()
    {
        await using var city = await WitnessedCity.OpenAsync(enrolSteward: false);
        await city.StopAsync();
        await city.Council.KillAsync(0, 1);
        File.Delete(Path.Combine(city.Data, "log", LogDirectory.CosignedName));
        await city.StartAsync(enrolSteward: true);
        var auditor = await city.City.NewOrganizationAsync("監査法人 見本", Protocol.V1.OrganizationRole.Auditor);
        using var identity = AgeIdentity.Create();
        using var folder = new TemporaryDirectory();

        var (export, _) = await new ExportDesk(auditor, identity).ExportAsync(folder["export"]);

        File.Exists(Path.Combine(export, "log/checkpoint.cosigned")).Should().BeFalse();
        var verdict = AuditedCity.Verify(export);
        verdict.ExitCode.Should().Be(ExitCode.Findings);
        verdict.Checks.Where(check => check.First is not null).Should().ContainSingle(check => check.Id == "A1" && check.First!.Fault == Fault.QuorumMissing);
    }

    [Fact]
    [Trait("Invariant", "I-47")]
    [Trait("Invariant", "I-23")]
    public async Task With_witnesses_away_the_city_goes_on_in_a_named_state_and_shows_nothing_as_cosigned_with_less()
    {
        await using var city = await WitnessedCity.OpenAsync();
        var story = await Story.PlayAsync(city.City);
        var before = await city.WaitForCosignedAsync((await city.PublishedAsync()).Size);
        await city.Council.KillAsync(0, 1);

        (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("OK");
        await city.WaitForHealthAsync(Witnesses, serving: false);

        (await city.IsServingAsync(WholeServer)).Should().BeTrue("no call needs a witness");
        (await city.IsServingAsync("log-directory")).Should().BeTrue();
        (await city.PublishedAsync()).Size.Should().BeGreaterThan(before.Size);
        (await city.CosignedAsync())!.Size.Should().Be(before.Size, "one witness of two is not the quorum");

        await city.Council.StartAsync(0, 1);
        await city.WaitForCosignedAsync((await city.PublishedAsync()).Size);
        await city.WaitForHealthAsync(Witnesses, serving: true);
    }

    [Fact]
    [Trait("Invariant", "I-47")]
    public async Task A_witness_that_takes_calls_and_never_answers_holds_up_no_request_for_data()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var folder = new TemporaryDirectory();
        var key = await WitnessProcess.MakeKeyAsync(folder.Path, "silent.example/w");
        await File.WriteAllTextAsync(folder["policy"], $"witness silent {key} http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/\nquorum silent\n");
        await using var city = await City.StartAsync(options => (options.WitnessPolicy, options.WitnessTimeoutSeconds) = (folder["policy"], 5));
        var story = await Story.PlayAsync(city);

        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 5; i++)
        {
            var clock = Stopwatch.StartNew();
            (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("OK");
            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
        }

        silent.Pending().Should().BeTrue("the server did ask it");
        slowest.Should().BeLessThan(TimeSpan.FromSeconds(4), "the witness has 5 s to answer, and no call waits for it");
        File.Exists(Path.Combine(city.Data, "log", "checkpoint.cosigned")).Should().BeFalse();
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    [Trait("Invariant", "I-43")]
    public async Task An_old_copy_of_the_whole_data_folder_is_refused_while_a_witness_remembers_more()
    {
        await using var city = await WitnessedCity.OpenAsync(enrolSteward: false);
        using var old = new TemporaryDirectory();
        await RunOnFromACopyAsync(city, old);

        var start = () => city.StartAsync();

        (await start.Should().ThrowAsync<StartRefusedException>()).WithMessage("*old copy*Restore the newest data*");
        Restore(old["newest"], city.Data);
        await city.StartAsync();
        await city.WaitForCosignedAsync((await city.PublishedAsync()).Size);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_server_on_an_old_copy_that_meets_a_witness_later_records_nothing_more()
    {
        await using var city = await WitnessedCity.OpenAsync(enrolSteward: false);
        using var old = new TemporaryDirectory();
        await RunOnFromACopyAsync(city, old);
        await city.Council.KillAsync(0, 1, 2);
        await city.StartAsync();
        (await city.IsServingAsync(WholeServer)).Should().BeTrue("nobody is there to tell it");

        await city.Council.StartAsync(2);
        await city.WaitForHealthAsync(WholeServer, serving: false);

        var size = (await city.PublishedAsync()).Size;
        var code = (await File.ReadAllTextAsync(Path.Combine(city.Data, "bootstrap-code"))).Trim();
        await FluentActions.Awaiting(() => city.City.EnrollAsync(code)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*LEDGER_UNAVAILABLE*");
        (await city.PublishedAsync()).Size.Should().Be(size);
    }

    // Copies the folder, lets the city enter more until the quorum cosigned it, and puts the copy back.
    private static async Task RunOnFromACopyAsync(WitnessedCity city, TemporaryDirectory old)
    {
        var before = await city.WaitForCosignedAsync((await city.PublishedAsync()).Size);
        await city.StopAsync();
        Restore(city.Data, old["copy"]);
        await city.StartAsync(enrolSteward: true);

        // The directory follows an answer by a moment.
        var after = await city.WaitForCosignedAsync(before.Size + 1);
        after.Size.Should().BeGreaterThan(before.Size);
        await city.StopAsync();
        Restore(city.Data, old["newest"]);
        Restore(old["copy"], city.Data);
    }

    private static void Restore(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
