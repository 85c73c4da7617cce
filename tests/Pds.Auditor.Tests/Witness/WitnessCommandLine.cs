using Pds.Ledger;

namespace Pds.Auditor.Tests.Witness;

/// <summary>The commands as a person meets them.</summary>
[Trait("Feature", "N2")]
public sealed class WitnessCommandLine : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    [Fact]
    public async Task Help_names_every_option_in_two_languages()
    {
        var help = await AuditProgram.RunAsync("witness", "serve", "--help");

        help.ExitCode.Should().Be(0);
        help.Output.Should().Contain("--state").And.Contain("--log").And.Contain("--listen").And.Contain("127.0.0.1").And.Contain("立会人")
            .And.Contain("never restore it from a backup");
    }

    [Theory]
    [InlineData("witness", "serve", "--listen", "localhost")]
    [InlineData("witness", "serve", "--log", "not a key")]
    [InlineData("witness", "serve", "--unknown")]
    [InlineData("witness", "keygen")]
    [InlineData("witness")]
    [InlineData("nothing")]
    public async Task A_command_line_that_is_not_understood_ends_with_64(params string[] arguments) =>
        (await AuditProgram.RunAsync(arguments)).ExitCode.Should().Be(64);

    [Fact]
    public async Task A_key_is_made_once_is_for_its_owner_and_prints_its_policy_line()
    {
        var path = folder["key"];
        var made = await AuditProgram.RunAsync("witness", "keygen", "--name", "witness.example/1", "--key", path);
        var again = await AuditProgram.RunAsync("witness", "keygen", "--name", "witness.example/1", "--key", path);

        made.ExitCode.Should().Be(0);
        again.ExitCode.Should().Be(2, "keys are never overwritten");
        var line = made.Output.Split('\n').Single(text => text.StartsWith("witness ", StringComparison.Ordinal));
        LogPolicy.TryParse(line + "\nquorum witness.example/1\n", out var policy).Should().BeTrue();
        policy!.Witnesses.Should().ContainSingle().Which.Key.ToString().Should().Be((await File.ReadAllTextAsync(path + ".vkey")).Trim());
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_name_that_does_not_fit_into_a_note_leaves_no_key_behind()
    {
        var made = await AuditProgram.RunAsync("witness", "keygen", "--name", "two words", "--key", folder["key"]);

        made.ExitCode.Should().Be(2);
        folder.Files().Should().BeEmpty();
    }

    public void Dispose() => folder.Dispose();
}
