using Pds.Cryptography;

namespace Pds.Ledger.Tests.Checkpoints;

/// <summary>Policies with witnesses (C2SP tlog-policy): who must have cosigned, and that a checkpoint with less is refused (I-23).</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-23")]
public sealed class QuorumTests : IDisposable
{
    // The example of the specification, with six keys of ours.
    private const string Example = """
        log {log}

        witness X1 {0}
        witness X2 {1}
        witness X3 {2}
        group X-witnesses 2 X1 X2 X3

        witness Y1 {3}
        witness Y2 {4}
        witness Y3 {5}
        group Y-witnesses any Y1 Y2 Y3

        group X-and-Y all X-witnesses Y-witnesses
        quorum X-and-Y

        """;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly MemoryLog log = new MemoryLog().Append(5);
    private readonly Ed25519Key[] keys = [.. Enumerable.Range(0, 6).Select(i => Ed25519Key.Import([.. Enumerable.Repeat((byte)(100 + i), 32)]))];

    [Theory]
    [InlineData(new[] { 0, 1, 3 }, true, "two X and one Y")]
    [InlineData(new[] { 0, 2, 4, 5 }, true, "two X and two Y")]
    [InlineData(new[] { 0, 1, 2, 3, 4, 5 }, true, "everybody")]
    [InlineData(new[] { 0, 3, 4, 5 }, false, "one X and all Y")]
    [InlineData(new[] { 0, 1, 2 }, false, "all X and no Y")]
    [InlineData(new int[0], false, "nobody")]
    public void The_specifications_example_counts_witnesses_as_it_says(int[] who, bool valid, string because)
    {
        LogPolicy policy = Policy(Example);

        policy.TryOpen(Cosigned(who).Note, out Checkpoint? opened).Should().Be(valid, because);

        (opened is not null).Should().Be(valid);
        policy.IsSatisfiedBy(Cosigned(who)).Should().Be(valid, because);
    }

    [Fact]
    public void A_policy_says_how_many_cosignatures_can_be_enough()
    {
        Policy(Example).LeastCosignatures.Should().Be(3);
        Policy("witness a {0}\nquorum a\n").LeastCosignatures.Should().Be(1);
        Policy("witness a {0}\nquorum none\n").LeastCosignatures.Should().Be(0);
        Policy("witness a {0}\nwitness b {1}\nwitness c {2}\ngroup bc all b c\ngroup g any bc a\nquorum g\n").LeastCosignatures.Should().Be(1, "the cheapest member is enough");
    }

    [Fact]
    public void A_policy_with_groups_and_addresses_reads_back()
    {
        LogPolicy policy = Policy("log {log} https://log.example/\nwitness a {0} https://a.example/w\nwitness b {1}\nwitness c {2}\ngroup g 2 a b c\nquorum g\n");

        LogPolicy.TryParse(policy.ToString(), out LogPolicy? again).Should().BeTrue();

        again!.ToString().Should().Be(policy.ToString());
        again.Witnesses[0].Url.Should().Be("https://a.example/w");
        again.LogLines[0].Url.Should().Be("https://log.example/");
        again.IsSatisfiedBy(Cosigned(0, 2)).Should().BeTrue();
        again.IsSatisfiedBy(Cosigned(2)).Should().BeFalse();
    }

    [Fact]
    public void One_witness_counts_once_however_often_it_signs()
    {
        LogPolicy policy = Policy("witness a {0}\nwitness b {1}\ngroup g all a b\nquorum g\n");
        Checkpoint often = log.Checkpoint();
        for (int i = 0; i < 4; i++)
        {
            often = often.With(Signer(0).Cosign(often, Now.AddSeconds(i)));
        }

        policy.IsSatisfiedBy(often).Should().BeFalse();
        policy.IsSatisfiedBy(often.With(Signer(1).Cosign(often, Now))).Should().BeTrue();
    }

    [Fact]
    public void Cosignatures_without_the_logs_own_signature_are_not_enough()
    {
        using MemoryLog other = new MemoryLog(seed: 8).Append(5);
        Checkpoint foreign = other.Checkpoint();
        Checkpoint cosigned = foreign.With(Signer(0).Cosign(foreign, Now));

        Policy("log {log}\nwitness a {0}\nquorum a\n").TryOpen(cosigned.Note, out _).Should().BeFalse();
    }

    [Fact]
    public void A_bad_line_of_a_known_witness_spoils_the_checkpoint_and_one_of_a_stranger_does_not()
    {
        LogPolicy policy = Policy("log {log}\nwitness a {0}\nwitness b {1}\ngroup g any a b\nquorum g\n");
        string good = Cosigned(0).Note;

        policy.TryOpen(good + SignedNote.SignatureLine("b", Signer(1).Verifier.KeyId, new byte[72]), out _).Should().BeTrue("the name is another one");
        policy.TryOpen(good + SignedNote.SignatureLine(Signer(1).Verifier.Name, Signer(1).Verifier.KeyId, new byte[72]), out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("witness a {0}\nquorum a\n", true, "one witness as the quorum")]
    [InlineData("witness \u5546\u5de5\u4f1a\u8b70\u6240 {0}\nquorum \u5546\u5de5\u4f1a\u8b70\u6240\n", true, "a name that is not ASCII")]
    [InlineData("witness a {0} url\nquorum a\n", true, "an address, whose meaning is the application's")]
    [InlineData("witness any {0}\nwitness all {1}\ngroup g any any all\nquorum g\n", true, "words that are names where names stand")]
    [InlineData("witness a {0}\ngroup g any a\nquorum a\n", true, "a quorum may be a member elsewhere")]
    [InlineData("witness a {0}\nwitness b {1}\ngroup g 2 a b\nquorum g\n", true, "all of them by number")]
    [InlineData("witness a {0}\n", false, "no quorum")]
    [InlineData("quorum a\nwitness a {0}\n", false, "a quorum before its definition")]
    [InlineData("witness a {0}\nquorum A\n", false, "another name than was defined")]
    [InlineData("group g any a\nwitness a {0}\nquorum g\n", false, "a member before its definition")]
    [InlineData("group g any g\nquorum g\n", false, "a group in itself")]
    [InlineData("witness a {0}\nwitness a {1}\nquorum a\n", false, "one name twice")]
    [InlineData("witness a {0}\ngroup a any a\nquorum a\n", false, "a group with a witness's name")]
    [InlineData("witness a {0}\nwitness b {0}\nquorum a\n", false, "one key under two names")]
    [InlineData("witness a {0}\nwitness b {0b}\nquorum a\n", false, "one key under two names of the key, too")]
    [InlineData("witness none {0}\nquorum none\n", false, "the predefined name")]
    [InlineData("witness a {0}\ngroup g any a none\nquorum g\n", false, "nobody as a member")]
    [InlineData("witness a {0}\ngroup g any a a\nquorum g\n", false, "a member twice in a group")]
    [InlineData("witness a {0}\nwitness b {1}\ngroup g any a\ngroup h any a b\nquorum h\n", false, "a member of two groups")]
    [InlineData("witness a {0}\ngroup g 0 a\nquorum g\n", false, "a threshold of none")]
    [InlineData("witness a {0}\ngroup g 2 a\nquorum g\n", false, "a threshold above the members")]
    [InlineData("witness a {0}\ngroup g 01 a\nquorum g\n", false, "a threshold with a leading zero")]
    [InlineData("witness a {0}\ngroup g -1 a\nquorum g\n", false, "a negative threshold")]
    [InlineData("witness a {0}\ngroup g most a\nquorum g\n", false, "an unknown rule")]
    [InlineData("witness a {0}\ngroup g any\nquorum g\n", false, "a group of nobody")]
    [InlineData("witness a\nquorum a\n", false, "no key")]
    [InlineData("witness a {log}\nquorum a\n", false, "a log's key")]
    [InlineData("log {0}\nquorum none\n", false, "a witness's key for a log")]
    [InlineData("witness a {0} url more\nquorum a\n", false, "too many words")]
    [InlineData("witness a {0}\nquorum a b\n", false, "two quorums on a line")]
    [InlineData("witness a {0}\nquorum a\nquorum a\n", false, "two quorum lines")]
    [InlineData("witness\u00a0a {0}\nquorum a\n", false, "a space that is not ASCII")]
    [InlineData("witness a {0}\u0007\nquorum a\n", false, "a control character")]
    [InlineData("witness a {0}\nquorum a", false, "no newline at the end")]
    public void Witnesses_groups_and_quorums_are_read_as_the_format_says(string text, bool good, string because) =>
        LogPolicy.TryParse(Filled(text), out _).Should().Be(good, because);

    [Fact]
    public void A_defect_is_told_with_its_line()
    {
        LogPolicy.TryParse(Filled("# ours\nwitness a {0}\ngroup g 3 a\nquorum g\n"), out _, out PolicyDefect? defect).Should().BeFalse();

        defect!.ToString().Should().StartWith("line 3: Group 'g' of 1 needs");
    }

    [Fact]
    public void Thirty_two_of_each_are_taken_and_no_more()
    {
        LogPolicy.TryParse(Many(32), out LogPolicy? policy).Should().BeTrue();

        policy!.Witnesses.Should().HaveCount(32);
        LogPolicy.TryParse(Many(33), out _).Should().BeFalse();
        LogPolicy.TryParse("#" + new string('x', LogPolicy.MaxLength) + "\nquorum none\n", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_proof_is_believed_when_its_checkpoint_has_the_quorum()
    {
        InclusionProof path = await log.Tree.ProveAsync(2, 5, TestContext.Current.CancellationToken);
        LogPolicy policy = Policy("log {log}\nwitness a {0}\nquorum a\n");

        TlogProof.TryParse(TlogProof.Of(path, Cosigned(0), null).ToString(), out TlogProof? cosigned).Should().BeTrue();
        TlogProof.TryParse(TlogProof.Of(path, log.Checkpoint(), null).ToString(), out TlogProof? bare).Should().BeTrue();

        cosigned!.TryVerify(policy, log.Leaves[2], out _).Should().BeTrue();
        cosigned.TryVerify(policy, log.Leaves[3], out _).Should().BeFalse("it is another entry");
        bare!.TryVerify(policy, log.Leaves[2], out _).Should().BeFalse("the quorum is missing");
        bare.TryVerify(log.Signer.Verifier, log.Leaves[2], out _).Should().BeTrue("the log itself is believed");
    }

    public void Dispose()
    {
        log.Dispose();
        foreach (Ed25519Key key in keys)
        {
            key.Dispose();
        }
    }

    private static string Many(int count) => string.Concat(Enumerable.Range(0, count).Select(i =>
    {
        using Ed25519Key key = Ed25519Key.Import([.. Enumerable.Repeat((byte)i, 32)]);
        return $"log {new NoteVerifier($"log{i}", key.PublicKey)}\nwitness w{i} {new CosignatureVerifier($"w{i}", key.PublicKey)}\ngroup g{i} any w{i}\n";
    })) + "quorum g0\n";

    private CosignatureSigner Signer(int i) => new($"witness.example/{i}", keys[i]);

    private Checkpoint Cosigned(params int[] who) =>
        who.Aggregate(log.Checkpoint(), (checkpoint, i) => checkpoint.With(Signer(i).Cosign(checkpoint, Now)));

    private LogPolicy Policy(string text) => LogPolicy.TryParse(Filled(text), out LogPolicy? policy, out PolicyDefect? defect)
        ? policy
        : throw new InvalidOperationException(defect.ToString());

    private string Filled(string text)
    {
        text = text.Replace("{log}", log.Signer.Verifier.ToString()).Replace("{0b}", new CosignatureVerifier("other.example/0", keys[0].PublicKey).ToString());
        return Enumerable.Range(0, keys.Length).Aggregate(text, (filled, i) => filled.Replace($"{{{i}}}", Signer(i).Verifier.ToString()));
    }
}
