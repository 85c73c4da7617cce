using System.Diagnostics;
using System.Text.Json;
using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>What the auditor brings along, what is told, and the program itself.</summary>
public sealed class Verdicts(AuditedCity city)
{
    private string Note => File.ReadAllText(Path.Combine(city.Everything, "log/checkpoint"));

    [Fact]
    [Trait("Feature", "Q4")]
    public async Task A_log_that_grew_extends_the_checkpoint_kept_from_before()
    {
        var (folder, _) = await city.ExportAsync();

        var verdict = AuditedCity.Verify(folder, new Anchors(Previous: Note));

        verdict.Checks.Single(check => check.Id == "A3").Status.Should().Be(CheckStatus.Sound);
        verdict.ExitCode.Should().Be(ExitCode.Sound);
    }

    [Fact]
    [Trait("Feature", "Q2")]
    public async Task A_shorter_log_than_the_one_seen_is_told()
    {
        var (folder, _) = await city.ExportAsync();

        FaultOf(AuditedCity.Verify(city.Everything, new Anchors(Previous: File.ReadAllText(Path.Combine(folder, "log/checkpoint")))), "A3")
            .Should().Be(Fault.LogShrank);
    }

    [Fact]
    [Trait("Feature", "Q2")]
    public void Another_history_signed_with_the_same_key_is_told()
    {
        using var key = Ed25519Key.Create();
        var signer = new NoteSigner("audit.example/log", key);
        var leaves = Enumerable.Range(0, 300).Select(n => Sha256.Hash(BitConverter.GetBytes(n))).ToList();
        var root = MerkleTree.Root([.. leaves.Take(299).Select(leaf => LeafEntry.Hash(leaf))]);
        var (old, forked) = (Checkpoint.Sign(signer, 299, root), Checkpoint.Sign(signer, 299, Sha256.Hash([1])));
        var now = Checkpoint.Sign(signer, 300, MerkleTree.Root([.. leaves.Select(leaf => LeafEntry.Hash(leaf))]));
        var (same, other) = (new A3Previous(), new A3Previous());

        same.Run(old.Note, signer.Verifier, now, new BundleLeaves(new Bundles(leaves), 300));
        other.Run(forked.Note, signer.Verifier, now, new BundleLeaves(new Bundles(leaves), 300));

        same.Report.Status.Should().Be(CheckStatus.Sound);
        other.Report.First!.Fault.Should().Be(Fault.LogForked);
    }

    [Fact]
    [Trait("Feature", "N2")]
    [Trait("Invariant", "I-23")]
    public void A_policy_with_a_quorum_is_met_by_cosignatures_and_by_nothing_less()
    {
        using var key = Ed25519Key.Create();
        var witness = new CosignatureSigner("witness.chamber.example/mutsu", key);
        var log = city.City.Server.Roles.Recorder.Verifier;
        var policy = $"log {log}\nwitness chamber {witness.Verifier}\nquorum chamber\n";
        var cosigned = city.Copy(city.Everything);
        Checkpoint.TryOpen(Note, log, out var checkpoint).Should().BeTrue();
        File.WriteAllText(Path.Combine(cosigned, "log/checkpoint"), checkpoint!.With(witness.Cosign(checkpoint, DateTimeOffset.UtcNow)).Note);
        var (missing, met) = (new A1Checkpoint(), new A1Checkpoint());
        ExportManifest.TryParse(File.ReadAllBytes(Path.Combine(cosigned, ExportManifest.FileName)), out var manifest).Should().BeTrue();

        missing.Open(new ExportFolder(city.Everything), manifest!, policy);
        met.Open(new ExportFolder(cosigned), manifest!, policy);

        missing.Report.First!.Fault.Should().Be(Fault.QuorumMissing);
        missing.Report.Status.Should().Be(CheckStatus.Finding);
        met.Report.Status.Should().Be(CheckStatus.Sound);
        AuditedCity.Verify(city.Everything, new Anchors(Policy: policy)).ExitCode.Should().Be(ExitCode.Findings);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(23, null)]
    [InlineData(25, Fault.CosignedLongAgo)]
    [Trait("Feature", "N2")]
    [Trait("Invariant", "I-23")]
    public async Task A_cosigned_beginning_of_the_log_meets_the_quorum_for_a_day(int hoursAgo, object? expected)
    {
        using var key = Ed25519Key.Create();
        var witness = new CosignatureSigner("witness.chamber.example/mutsu", key);
        var (folder, _) = await ExportAgainAsync();
        var log = city.City.Server.Roles.Recorder.Verifier;
        Checkpoint.TryOpen(Note, log, out var before).Should().BeTrue();

        var report = AskWitness(folder, witness, before!.With(witness.Cosign(before, DateTimeOffset.UtcNow.AddHours(-hoursAgo))).Note);

        report.First?.Fault.Should().Be((Fault?)expected);
        report.Status.Should().Be(expected is null ? CheckStatus.Sound : CheckStatus.Finding);
        AskWitness(folder, witness, before.Note).First!.Fault.Should().Be(Fault.QuorumMissing);
        AskWitness(folder, witness, null).First!.Fault.Should().Be(Fault.QuorumMissing);
    }

    [Fact]
    [Trait("Feature", "N2")]
    [Trait("Invariant", "I-21")]
    public async Task A_cosigned_checkpoint_that_is_no_beginning_of_the_log_is_tampered_under_every_policy()
    {
        using var key = Ed25519Key.Create();
        using var stranger = Ed25519Key.Create();
        var witness = new CosignatureSigner("witness.chamber.example/mutsu", key);
        var log = city.City.Server.Roles.Recorder.Verifier;
        var (later, _) = await ExportAgainAsync();
        Checkpoint.TryOpen(File.ReadAllText(Path.Combine(later, "log/checkpoint")), log, out var larger).Should().BeTrue();
        var foreign = Checkpoint.Sign(new NoteSigner(log.Name, stranger), 5, Sha256.Hash([1]));
        string[] wrong =
        [
            larger!.With(witness.Cosign(larger, DateTimeOffset.UtcNow)).Note,
            foreign.With(witness.Cosign(foreign, DateTimeOffset.UtcNow)).Note,
            Note.Replace("\n", "\r\n", StringComparison.Ordinal),
            "",
            new('x', 100_000),
        ];

        foreach (var note in wrong)
        {
            AskWitness(city.Everything, witness, note).First.Should().Match<Failure>(f => f.Fault == Fault.CosignedOther && f.Severity == Severity.Tampered);
            AskWitness(city.Everything, null, note).First.Should().Match<Failure>(f => f.Fault == Fault.CosignedOther && f.Severity == Severity.Tampered);
        }
    }

    [Fact]
    public void An_export_of_another_city_does_not_pass_under_the_own_root_or_policy()
    {
        using var key = Ed25519Key.Create();
        var stranger = new LogPolicy([new NoteSigner(city.City.Origin, key).Verifier]).ToString();

        FaultOf(AuditedCity.Verify(city.Everything, new Anchors(Policy: stranger)), "A1").Should().Be(Fault.CheckpointSignature);
        FaultOf(AuditedCity.Verify(city.Everything, new Anchors(Root: File.ReadAllBytes(Path.Combine(city.Everything, "issuer/signer.der")))), "A0")
            .Should().Be(Fault.RootDiffers);
    }

    [Fact]
    public void Every_fault_check_and_status_has_a_sentence_in_both_languages()
    {
        var wanted = Enum.GetNames<Fault>().Select(name => "fault." + name)
            .Concat(Enum.GetNames<CheckStatus>().Select(name => "status." + name))
            .Concat(Enumerable.Range(0, 11).Select(n => $"A{n}"));

        AuditTexts.Of("ja").Keys.Should().BeEquivalentTo(AuditTexts.Of("en").Keys).And.Contain(wanted);
    }

    [Theory]
    [InlineData("en", "Verdict: sound.")]
    [InlineData("ja", "判定：問題は見つかりませんでした。")]
    public void The_verdict_is_told_in_both_languages_and_says_what_does_not_apply(string language, string sentence)
    {
        var output = new StringWriter();

        new VerdictText(AuditTexts.Of(language)).Write(AuditedCity.Verify(city.Everything), output);

        output.ToString().Should().Contain(sentence)
            .And.Contain(AuditTexts.Of(language)["only-exported-lists"])
            .And.Contain(AuditTexts.Of(language)["trust.root"]);
    }

    [Fact]
    [Trait("Invariant", "I-27")]
    [Trait("Feature", "Q4")]
    public void The_program_verifies_without_a_network()
    {
        Assert.SkipUnless(Run("unshare", "-rn", "true").Code == 0, "Network namespaces cannot be made here.");

        var (code, output) = Run("unshare", "-rn", Program, "verify", city.Everything, "--json", "--lang", "en", "--ca", city.City.CityCaFile);

        code.Should().Be(ExitCode.Sound);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("verdict").GetString().Should().Be("sound");
        json.RootElement.GetProperty("anchors").GetProperty("root").GetString().Should().Be("given");
    }

    [Fact]
    public void Exit_codes_tell_tampered_and_usage_apart()
    {
        var folder = city.Copy(city.Everything);
        File.AppendAllText(Path.Combine(folder, "leaves/000000.jsonl"), "x");

        Run(Program, "verify", folder).Code.Should().Be(ExitCode.Tampered);
        Run(Program, "verify", city.NewFolder()).Code.Should().Be(ExitCode.Usage);
        Run(Program, "verify", city.Everything, "--policy", Path.Combine(folder, "manifest.json")).Code.Should().Be(ExitCode.Usage);
        Run(Program, "verify", city.Everything, "--lang", "xx").Code.Should().Be(ExitCode.Usage);
        Run(Program, "verify").Code.Should().Be(ExitCode.Usage);
    }

    private async Task<(string Folder, Protocol.V1.ExportJob Job)> ExportAgainAsync() => await new ExportDesk(
        await city.City.NewOrganizationAsync("別の監査人", Protocol.V1.OrganizationRole.Auditor), city.Identity).ExportAsync(city.NewFolder());

    // A1 alone, on a copy with this cosigned checkpoint: the manifest does not name it, which A0 would tell.
    private CheckReport AskWitness(string export, CosignatureSigner? witness, string? cosigned)
    {
        var folder = city.Copy(export);
        if (cosigned is not null)
        {
            File.WriteAllText(Path.Combine(folder, "log/checkpoint.cosigned"), cosigned);
        }

        ExportManifest.TryParse(File.ReadAllBytes(Path.Combine(folder, ExportManifest.FileName)), out var manifest).Should().BeTrue();
        var log = city.City.Server.Roles.Recorder.Verifier;
        var check = new A1Checkpoint();
        check.Open(new ExportFolder(folder), manifest!, witness is null ? null : $"log {log}\nwitness chamber {witness.Verifier}\nquorum chamber\n");
        return check.Report;
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "pds-audit");

    private static Fault FaultOf(Verdict verdict, string check) => verdict.Checks.Single(report => report.Id == check).First!.Fault;

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private sealed class Bundles(List<byte[]> leaves) : ILogFiles
    {
        public IEnumerable<string> ListTiles() => [];

        public byte[]? Read(string path) => TilePath.TryParse(path, out var tile)
            ? EntryBundle.Encode([.. leaves.Skip((int)tile.Index * 256).Take(tile.Width)])
            : null;
    }
}
