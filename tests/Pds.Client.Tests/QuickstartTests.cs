using System.Diagnostics;
using System.Text.Json;
using Pds.Ledger;

namespace Pds.Client.Tests;

/// <summary>README's first command, as a process: what a stranger does first must end well.</summary>
public sealed class QuickstartTests
{
    private static readonly string[] Files =
    [
        "receipt.sdjwt", "presentation.sdjwt-kb", "disclosure.tlog-proof", "checkpoint", "log.vkey", "policy", "jwks.json", "issuer-chain.pem",
        "status-list.before.jwt", "status-list.after.jwt", "consent-document.json", "sealed-response.bin", "recipient-test-key.json",
        "checks.json",
    ];

    [Fact(Timeout = 180_000)]
    [Trait("Scenario", "SC1")]
    [Trait("Feature", "B11")]
    [Trait("Feature", "T2")]
    [Trait("Feature", "C1")]
    [Trait("Feature", "C4")]
    public async Task The_quickstart_walks_SC1_to_its_end_and_leaves_its_evidence()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, errors) = await RunAsync(TestContext.Current.CancellationToken, "--out", folder.Path);

        exitCode.Should().Be(0, errors);
        output.TrimEnd().Split('\n')[^1].Should().MatchRegex(@"^SC1 OK \([0-9]+ checks\)$");
        foreach (var file in Files)
        {
            new FileInfo(Path.Combine(folder.Path, file)).Exists.Should().BeTrue(file);
        }

        NoteVerifier.TryParse(File.ReadAllText(Path.Combine(folder.Path, "log.vkey")).Trim(), out var log).Should().BeTrue();
        LogChecker.Check(folder.Path, log!).Should().BeOfType<LogCheck.Sound>();
        using var checks = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "checks.json")));
        output.Should().Contain($"SC1 OK ({checks.RootElement.GetProperty("count").GetInt32()} checks)");
    }

    [Fact(Timeout = 60_000)]
    public async Task Help_explains_and_starts_nothing()
    {
        var (exitCode, output, _) = await RunAsync(TestContext.Current.CancellationToken, "--help");

        exitCode.Should().Be(0);
        output.Should().Contain("--out").And.NotContain("✓");
    }

    [Fact(Timeout = 60_000)]
    public async Task An_argument_that_is_not_understood_ends_with_a_code()
    {
        var (exitCode, output, errors) = await RunAsync(TestContext.Current.CancellationToken, "--what");

        exitCode.Should().Be(2);
        errors.Should().Contain("--what");
        output.Should().NotContain("SC1 OK");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_cannot_start_is_a_surprise_with_a_code()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, errors) = await RunAsync(TestContext.Current.CancellationToken, "--server", Path.Combine(folder.Path, "no-such-server.dll"));

        exitCode.Should().NotBe(0);
        errors.Should().NotBeEmpty();
        output.Should().NotContain("SC1 OK");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "Quickstart", here.Name, "Quickstart.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
