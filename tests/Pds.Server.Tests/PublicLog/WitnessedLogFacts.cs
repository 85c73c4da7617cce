using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Witnessing;

namespace Pds.Server.Tests.PublicLog;

/// <summary>What is shown as cosigned has the policy's quorum, always (I-23).</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-23")]
public sealed class WitnessedLogFacts : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly string folder = Directory.CreateTempSubdirectory("pds-witnessed-").FullName;
    private readonly Ed25519Key logKey = Ed25519Key.Create();
    private readonly Ed25519Key[] keys = [Ed25519Key.Create(), Ed25519Key.Create()];

    private NoteSigner Log => new("log.example/x", logKey);

    private string Shown => Path.Combine(folder, LogDirectory.CosignedName);

    [Fact]
    public void Nothing_is_shown_one_cosignature_before_the_quorum()
    {
        var witnessed = Open(2);
        var checkpoint = At(1);
        witnessed.Begin(checkpoint).Should().BeTrue();

        witnessed.Add(Signer(0).Cosign(checkpoint, Now), checkpoint);

        File.Exists(Shown).Should().BeFalse();
        witnessed.Conclude().Should().BeTrue();
        witnessed.IsQuorumMissing.Should().BeTrue();
        witnessed.Add(Signer(1).Cosign(checkpoint, Now), checkpoint);
        Policy(2).TryOpen(File.ReadAllText(Shown), out var shown).Should().BeTrue();
        shown!.Size.Should().Be(1);
        witnessed.Conclude().Should().BeTrue();
        witnessed.IsQuorumMissing.Should().BeFalse();
    }

    [Fact]
    public void Cosignatures_of_two_checkpoints_are_never_added_up()
    {
        var witnessed = Open(2);
        var (first, second) = (At(1), At(2));
        witnessed.Begin(first);
        witnessed.Add(Signer(0).Cosign(first, Now), first);
        witnessed.Begin(second);

        witnessed.Add(Signer(1).Cosign(first, Now), first);
        witnessed.Add(Signer(1).Cosign(second, Now), second);

        File.Exists(Shown).Should().BeFalse();
        witnessed.HasCosigned(Policy(2).Witnesses[0]).Should().BeFalse("it cosigned the one before");
    }

    [Fact]
    public void A_restart_goes_on_from_what_is_shown_unless_the_policy_asks_for_more_now()
    {
        var witnessed = Open(1);
        var checkpoint = At(1);
        witnessed.Begin(checkpoint);
        witnessed.Add(Signer(0).Cosign(checkpoint, Now), checkpoint);

        Open(1).Newest!.Size.Should().Be(1);
        Open(2).Newest.Should().BeNull();

        File.Exists(Shown).Should().BeFalse("it has not the quorum of the new policy");
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        logKey.Dispose();
        Array.ForEach(keys, key => key.Dispose());
    }

    private CosignatureSigner Signer(int i) => new($"w{i}.example", keys[i]);

    private Checkpoint At(long size) => Checkpoint.Sign(Log, size, Sha256.Hash(BitConverter.GetBytes(size)));

    private WitnessedLog Open(int enough) => WitnessedLog.Open(Policy(enough), new LogDirectory(folder), Log.Verifier);

    private LogPolicy Policy(int enough)
    {
        var text = $"log {Log.Verifier}\nwitness a {Signer(0).Verifier}\nwitness b {Signer(1).Verifier}\ngroup g {enough} a b\nquorum g\n";
        return LogPolicy.TryParse(text, out var policy, out var defect) ? policy : throw new InvalidOperationException(defect.ToString());
    }
}
