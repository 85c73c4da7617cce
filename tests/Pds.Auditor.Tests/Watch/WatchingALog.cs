using Pds.Auditor.Watch;
using Pds.Auditor.Witness;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Watch;

/// <summary>The <c>watch</c> command as a process: what it prints and how it ends.</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-21")]
public sealed class WatchingALog : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly MemoryLog log = new MemoryLog().Append(600);

    private string Published => folder["log"];

    [Fact]
    public async Task A_log_that_only_grows_is_sound_from_look_to_look()
    {
        await log.PublishAsync(Published);
        (await LookAsync()).ExitCode.Should().Be(0);
        await log.Append(700).PublishAsync(Published);

        var second = await LookAsync();
        var third = await LookAsync();

        second.ExitCode.Should().Be(0, second.Errors);
        second.Output.Should().Contain("600 -> 1300");
        third.ExitCode.Should().Be(0);
        third.Output.Should().Contain("1300 -> 1300");
    }

    [Theory]
    [InlineData(600, "an equal size with another root")]
    [InlineData(900, "a longer log")]
    [InlineData(580, "a shorter log")]
    public async Task Two_logs_with_one_entry_changed_are_told_apart_with_the_fork_point(int size, string because)
    {
        await log.PublishAsync(Published);
        await LookAsync();
        using var fork = Forks.Of(size, changed: 321);
        await ReplaceAsync(fork);

        var alarm = await LookAsync();
        var again = await LookAsync();

        alarm.ExitCode.Should().Be(3, because);
        alarm.Errors.Should().Contain("fork point: leaf 321").And.Contain("ALARM")
            .And.Contain(Convert.ToHexStringLower(LeafEntry.Hash(log.Leaves[321])))
            .And.Contain(Convert.ToHexStringLower(LeafEntry.Hash(fork.Leaves[321])));
        again.ExitCode.Should().Be(3, "the alarm does not make it believe the other history");
        var evidence = Directory.GetFiles(folder["state/evidence"], "*", SearchOption.AllDirectories);
        evidence.Should().HaveCount(2).And.OnlyContain(file => Opens(file));
    }

    [Fact]
    public async Task A_log_that_went_back_raises_the_alarm()
    {
        await log.PublishAsync(Published);
        await LookAsync();
        using var shorter = new MemoryLog().Append(590);
        await ReplaceAsync(shorter);

        var alarm = await LookAsync();

        alarm.ExitCode.Should().Be(3);
        alarm.Errors.Should().Contain("The log went back").And.Contain("size 600").And.Contain("size 590").And.NotContain("fork point");
    }

    [Fact]
    public async Task A_log_that_went_back_and_hides_its_tiles_raises_the_alarm_all_the_same()
    {
        await log.PublishAsync(Published);
        await LookAsync();
        using var fork = Forks.Of(600, changed: 5);
        await ReplaceAsync(fork);
        Directory.Delete(folder["log/tile"], recursive: true);

        var alarm = await LookAsync();

        alarm.ExitCode.Should().Be(3);
        alarm.Errors.Should().Contain("the fork point cannot be told");
    }

    [Fact]
    public async Task A_log_that_is_away_is_a_finding_and_no_alarm()
    {
        await log.PublishAsync(Published);
        await LookAsync();
        File.Move(folder["log/checkpoint"], folder["log/aside"]);
        var gone = await LookAsync();
        var unreachable = await AuditProgram.RunAsync(
            "watch", "http://127.0.0.1:9/log", "--key", log.Signer.Verifier.ToString(), "--state", folder["other"], "--once");
        File.Move(folder["log/aside"], folder["log/checkpoint"]);

        gone.ExitCode.Should().Be(2);
        gone.Errors.Should().Contain("not known").And.NotContain("ALARM");
        unreachable.ExitCode.Should().Be(2);
        (await LookAsync()).ExitCode.Should().Be(0, "it came back as it was");
    }

    [Fact]
    public async Task A_checkpoint_the_log_did_not_sign_is_an_alarm()
    {
        using var stranger = new MemoryLog(seed: 8).Append(600);
        await stranger.PublishAsync(Published);

        var alarm = await LookAsync();

        alarm.ExitCode.Should().Be(3);
        alarm.Errors.Should().Contain("not signed by");
    }

    [Fact]
    public async Task Tiles_that_do_not_give_the_signed_root_are_an_alarm_and_are_not_remembered()
    {
        await log.PublishAsync(Published);
        await LookAsync();
        await log.Append(300).PublishAsync(Published);
        var tile = folder["log/tile/0/002"];
        var bytes = await File.ReadAllBytesAsync(tile);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes);

        (await LookAsync()).ExitCode.Should().Be(3);

        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes);
        var back = await LookAsync();
        back.ExitCode.Should().Be(0, back.Errors);
        back.Output.Should().Contain("600 -> 900");
    }

    [Fact]
    public async Task What_is_remembered_cannot_be_changed_unseen()
    {
        await log.PublishAsync(Published);
        await LookAsync();
        var tile = Directory.GetFiles(folder["state/tile/0"], "*", SearchOption.AllDirectories).Single(file => file.Contains(".p/"));
        var bytes = await File.ReadAllBytesAsync(tile);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes);

        (await LookAsync()).ExitCode.Should().Be(3);
    }

    [Fact]
    public async Task Two_views_are_compared_without_memory()
    {
        await log.PublishAsync(Published);
        using var grown = new MemoryLog().Append(700);
        await grown.PublishAsync(folder["grown"]);
        using var fork = Forks.Of(650, changed: 256);
        await fork.PublishAsync(folder["fork"]);

        var same = await CompareAsync("grown");
        var forked = await CompareAsync("fork");

        same.ExitCode.Should().Be(0);
        forked.ExitCode.Should().Be(3);
        forked.Errors.Should().Contain("fork point: leaf 256");
        Directory.Exists(folder["state"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("watch", "nowhere", "--key", "{key}")]
    [InlineData("watch", "{log}", "--key", "no key")]
    [InlineData("watch", "{log}", "--key", "{key}", "--every", "0")]
    [InlineData("watch", "{log}", "--key", "{key}", "--policy", "no such file")]
    public async Task A_command_line_that_cannot_be_followed_ends_with_64(params string[] arguments)
    {
        await log.PublishAsync(Published);

        var ended = await AuditProgram.RunAsync(
            [.. arguments.Select(argument => argument.Replace("{log}", Published).Replace("{key}", log.Signer.Verifier.ToString()))]);

        ended.ExitCode.Should().Be(64, ended.Errors);
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    private bool Opens(string file) => Checkpoint.TryOpen(File.ReadAllText(file), log.Signer.Verifier, out _);

    private async Task ReplaceAsync(MemoryLog by)
    {
        Directory.Delete(Published, recursive: true);
        await by.PublishAsync(Published);
    }

    private Task<AuditProgram> LookAsync() => AuditProgram.RunAsync(
        "watch", Published, "--key", log.Signer.Verifier.ToString(), "--state", folder["state"], "--once");

    private Task<AuditProgram> CompareAsync(string other) => AuditProgram.RunAsync(
        "watch", Published, "--key", log.Signer.Verifier.ToString(), "--with", folder[other], "--state", folder["state"]);
}
