using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pds.Server.Background;
using Pds.Server.FirstRun;
using Pds.TestCity;

namespace Pds.Server.Tests.Starting;

/// <summary>What a person must decide reaches a person, and is not decided without one.</summary>
public sealed class OperatorFacts
{
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task A_server_that_was_down_for_days_asks_an_operator_for_todays_date()
    {
        var data = Directory.CreateTempSubdirectory("pds-operator-").FullName;
        await (await City.StartAsync(o => o.Data = data, new FixedWall(Friday), enrolSteward: false)).DisposeAsync();
        var monday = new FixedWall(Friday.AddDays(3));
        var lines = new Lines();

        await using (var waiting = await City.StartAsync(o => o.Data = data, monday, logging: log => log.AddProvider(lines), enrolSteward: false))
        {
            waiting.Server.Roles.Recorder.Clock.MayPurge.Should().BeFalse();
            await lines.SeeAsync("--confirm-clock");
        }

        var wrong = () => City.StartAsync(o => (o.Data, o.ConfirmClock) = (data, "2026-11-20"), monday, enrolSteward: false);
        await wrong.Should().ThrowAsync<StartRefusedException>().WithMessage("*2026-11-23*");
        await using (var confirmed = await City.StartAsync(o => (o.Data, o.ConfirmClock) = (data, "2026-11-23"), monday, enrolSteward: false))
        {
            confirmed.Server.Roles.Recorder.Clock.MayPurge.Should().BeTrue();
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    [Trait("Invariant", "I-36")]
    public async Task A_lost_city_certificate_is_not_replaced_silently()
    {
        var data = Directory.CreateTempSubdirectory("pds-operator-").FullName;
        await (await City.StartAsync(o => o.Data = data, enrolSteward: false)).DisposeAsync();
        File.Delete(Path.Combine(data, "ca.pem"));

        var act = () => City.StartAsync(o => o.Data = data, enrolSteward: false);

        await act.Should().ThrowAsync<StartRefusedException>().WithMessage("*ca.pem*");
        File.Exists(Path.Combine(data, "ca.pem")).Should().BeFalse();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    [Trait("Invariant", "I-30")]
    public async Task A_data_folder_made_by_hand_is_made_the_owners_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        var data = Directory.CreateTempSubdirectory("pds-operator-").FullName;
        File.SetUnixFileMode(data, (UnixFileMode)0b111_101_101);

        await (await City.StartAsync(o => o.Data = data, enrolSteward: false)).DisposeAsync();

        File.GetUnixFileMode(data).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    [Trait("Invariant", "I-47")]
    public async Task A_public_log_that_stops_is_told_and_does_not_stop_the_city()
    {
        var lines = new Lines();
        await using var city = await City.StartAsync(logging: log => log.AddProvider(lines));
        var (folder, away) = (Path.Combine(city.Data, "log"), Path.Combine(city.Data, "log-away"));
        var health = new DirectoryHealth(city.Server.Roles.Recorder);
        Directory.Move(folder, away);
        await File.WriteAllTextAsync(folder, "no directory", TestContext.Current.CancellationToken);

        await city.NewResidentAsync();

        await lines.SeeAsync("public log is not advancing");
        (await health.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status.Should().Be(HealthStatus.Unhealthy);
        city.Server.Roles.Recorder.IsServing.Should().BeTrue();

        File.Delete(folder);
        Directory.Move(away, folder);
        await city.NewResidentAsync();

        await lines.SeeAsync("public log advances again");
        (await health.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status.Should().Be(HealthStatus.Healthy);
    }

    private sealed class FixedWall(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>Keeps what the server logs.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public async Task SeeAsync(string part)
        {
            for (var waited = 0; !lines.Any(line => line.Contains(part, StringComparison.Ordinal)) && waited < 100; waited++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            lines.Should().Contain(line => line.Contains(part, StringComparison.Ordinal));
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
