using Pds.Auditor.Watch;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Watch;

/// <summary>What <c>watch --policy</c> asks of the cosigned checkpoint (I-23).</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-23")]
public sealed class WatchingWithAPolicy : IDisposable
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private readonly TemporaryDirectory folder = new();
    private readonly MemoryLog log = new MemoryLog().Append(300);
    private readonly Ed25519Key[] keys = [Ed25519Key.Create(), Ed25519Key.Create()];

    [Fact]
    public async Task The_quorum_on_the_newest_or_a_recent_checkpoint_is_sound()
    {
        await log.PublishAsync(folder["log"]);
        Show(Cosigned(log, TimeSpan.FromDays(1), 0, 1));
        (await LookAsync()).Should().BeOfType<WatchResult.Sound>("nothing was added since");
        Show(Cosigned(log, TimeSpan.FromMinutes(59), 0, 1));
        await log.Append(10).PublishAsync(folder["log"]);

        (await LookAsync()).Should().BeOfType<WatchResult.Sound>().Which.Checkpoint.Size.Should().Be(310);
    }

    [Fact]
    public async Task Witnesses_silent_for_too_long_about_a_growing_log_are_a_finding_and_the_log_is_remembered()
    {
        await log.PublishAsync(folder["log"]);
        Show(Cosigned(log, TimeSpan.FromMinutes(61), 0, 1));
        await log.Append(10).PublishAsync(folder["log"]);

        (await LookAsync()).Should().BeOfType<WatchResult.Unknown>().Which.Reason.Should().Contain("last cosigned at size 300, 3660 s ago");

        LogMirror.Open(folder["state"], log.Signer.Verifier).Last!.Size.Should().Be(310);
    }

    [Fact]
    public async Task No_cosigned_checkpoint_is_a_finding()
    {
        await log.PublishAsync(folder["log"]);

        (await LookAsync()).Should().BeOfType<WatchResult.Unknown>();
    }

    [Fact]
    public async Task One_cosignature_less_than_the_quorum_is_an_alarm()
    {
        await log.PublishAsync(folder["log"]);
        Show(Cosigned(log, TimeSpan.Zero, 1));

        (await LookAsync()).Should().BeOfType<WatchResult.Forged>();
    }

    [Theory]
    [InlineData(300, "the same size")]
    [InlineData(290, "a smaller size")]
    public async Task Witnesses_that_saw_another_history_than_the_one_shown_are_an_alarm(int size, string because)
    {
        await log.PublishAsync(folder["log"]);
        using var fork = Forks.Of(size, changed: 7);
        Show(Cosigned(fork, TimeSpan.Zero, 0, 1));

        (await LookAsync()).Should().BeOfType<WatchResult.Forged>(because).Which.Reason.Should().Contain("another tree");
    }

    public void Dispose()
    {
        Array.ForEach(keys, key => key.Dispose());
        log.Dispose();
        folder.Dispose();
    }

    private static Checkpoint Cosign(Checkpoint checkpoint, CosignatureSigner by, TimeSpan ago) => checkpoint.With(by.Cosign(checkpoint, FixedTime.Now - ago));

    private CosignatureSigner Signer(int i) => new($"w{i}.example", keys[i]);

    private Checkpoint Cosigned(MemoryLog by, TimeSpan ago, params int[] who) =>
        who.Aggregate(by.Checkpoint(), (checkpoint, i) => Cosign(checkpoint, Signer(i), ago));

    private void Show(Checkpoint cosigned) => new LogDirectory(folder["log"]).WriteCosigned(cosigned);

    private async Task<WatchResult> LookAsync()
    {
        var text = $"witness a {Signer(0).Verifier}\nwitness b {Signer(1).Verifier}\ngroup g all a b\nquorum g\n";
        LogPolicy.TryParse(text, out var policy).Should().BeTrue();
        var view = new PublishedView(new LogDirectory(folder["log"]), log.Signer.Verifier);
        var memory = LogMirror.Open(folder["state"], log.Signer.Verifier);
        return await new LogWatch(view, memory, new QuorumRule(policy!, LongestSilence), new FixedTime()).LookAsync(CancellationToken.None);
    }

    private sealed class FixedTime : TimeProvider
    {
        public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
