using Pds.Cryptography;

namespace Pds.Ledger.Tests.Witnessing;

/// <summary>Every MUST of C2SP tlog-witness, <c>add-checkpoint</c>, as the pure rule decides it.</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-21")]
[Trait("Invariant", "I-22")]
[Trait("Invariant", "I-23")]
public sealed class WitnessRuleTests : IDisposable
{
    private readonly MemoryLog log = new MemoryLog().Append(5);
    private readonly Checkpoint at5;
    private readonly Checkpoint at9;

    public WitnessRuleTests() => (at5, at9) = (log.Checkpoint(), log.Append(4).Checkpoint());

    [Fact]
    public async Task A_checkpoint_that_follows_is_accepted()
    {
        Decide(AddCheckpoint.Of(0, null, at5), last: null).Should().BeOfType<WitnessDecision.Accepted>().Which.Checkpoint.Size.Should().Be(5);
        Decide(await RequestAsync(5, at9), at5).Should().BeOfType<WitnessDecision.Accepted>().Which.Checkpoint.Note.Should().Be(at9.Note);
        Decide(await RequestAsync(9, at9), at9).Should().BeOfType<WitnessDecision.Accepted>("the same tree may be cosigned again");
    }

    [Fact]
    public void An_unknown_origin_is_404()
    {
        using Ed25519Key key = Ed25519Key.Create();
        NoteVerifier other = new("other.example/log", key.PublicKey);

        WitnessRule.Decide(AddCheckpoint.Of(0, null, at5), [other], null).Should().BeOfType<WitnessDecision.UnknownLog>();
    }

    [Fact]
    public void No_signature_of_a_trusted_key_is_403()
    {
        using MemoryLog impostor = new MemoryLog(seed: 8).Append(5);

        Decide(AddCheckpoint.Of(0, null, impostor.Checkpoint()), null).Should().BeOfType<WitnessDecision.Unsigned>();
    }

    [Fact]
    public void A_bad_line_under_a_trusted_name_and_id_is_403_even_beside_a_good_one()
    {
        string forged = SignedNote.SignatureLine(MemoryLog.Origin, log.Signer.Verifier.KeyId, new byte[64]);

        Decide("old 0\n\n" + at5.Note + forged, null).Should().BeOfType<WitnessDecision.Unsigned>();
    }

    [Fact]
    public void Of_several_trusted_keys_one_signature_is_enough_and_unknown_ones_are_passed_over()
    {
        using MemoryLog next = new MemoryLog(seed: 8).Append(5);
        string unknown = SignedNote.SignatureLine("someone.example", 7, new byte[64]);

        WitnessRule.Decide(Parsed("old 0\n\n" + next.Checkpoint().Note + unknown), [log.Signer.Verifier, next.Signer.Verifier], null)
            .Should().BeOfType<WitnessDecision.Accepted>();
    }

    [Fact]
    public void An_old_size_above_the_checkpoint_is_400() =>
        Decide("old 6\n\n" + at5.Note, at9).Should().BeOfType<WitnessDecision.Malformed>();

    [Fact]
    public async Task Another_old_size_than_the_one_cosigned_last_is_409_with_that_size()
    {
        Decide(await RequestAsync(5, at9), last: null).Should().Be(new WitnessDecision.Conflict(0, null));
        Decide(await RequestAsync(4, at9), at5).Should().Be(new WitnessDecision.Conflict(5, null));
        Decide(AddCheckpoint.Of(0, null, at9), at5).Should().Be(new WitnessDecision.Conflict(5, null));
    }

    [Fact]
    public async Task A_rollback_is_409()
    {
        Decide(await RequestAsync(5, at5), at9).Should().Be(new WitnessDecision.Conflict(9, null));
        Decide(AddCheckpoint.Of(0, null, at5), at9).Should().Be(new WitnessDecision.Conflict(9, null));
    }

    [Fact]
    public async Task Equal_size_with_another_root_is_422_with_the_evidence()
    {
        using MemoryLog fork = Fork(9);
        Checkpoint other = fork.Checkpoint();

        WitnessDecision decision = Decide(await RequestAsync(fork, 9, other), at9);

        decision.Should().BeOfType<WitnessDecision.Inconsistent>().Which.Fork!.Note.Should().Be(other.Note);
    }

    [Fact]
    public void A_fork_that_comes_with_a_wrong_old_size_is_409_and_still_evidence()
    {
        using MemoryLog fork = Fork(9);

        Decide(AddCheckpoint.Of(0, null, fork.Checkpoint()), at9).Should().BeOfType<WitnessDecision.Conflict>()
            .Which.Fork!.Note.Should().Be(fork.Checkpoint().Note);
    }

    [Fact]
    public async Task A_fork_that_grew_is_422()
    {
        using MemoryLog fork = Fork(12);

        Decide(await RequestAsync(fork, 9, fork.Checkpoint()), at9).Should().BeOfType<WitnessDecision.Inconsistent>();
    }

    [Fact]
    public async Task A_proof_with_one_changed_missing_or_added_hash_is_422()
    {
        ConsistencyProof good = await log.Tree.ProveConsistencyAsync(5, 9, TestContext.Current.CancellationToken);
        for (int i = 0; i < good.Path.Count; i++)
        {
            byte[] changed = [.. good.Path[i]];
            changed[i] ^= 1;
            Refused([.. good.Path.Take(i), changed, .. good.Path.Skip(i + 1)]);
            Refused([.. good.Path.Take(i), .. good.Path.Skip(i + 1)]);
        }

        Refused([.. good.Path, new byte[32]]);
        Refused([]);

        void Refused(IReadOnlyList<byte[]> path) =>
            Decide(AddCheckpoint.Of(5, good with { Path = path }, at9), at5).Should().BeOfType<WitnessDecision.Inconsistent>();
    }

    [Fact]
    public void A_proof_from_size_zero_is_422() =>
        Decide($"old 0\n{Convert.ToBase64String(new byte[32])}\n\n{at5.Note}", null).Should().BeOfType<WitnessDecision.Inconsistent>();

    [Fact]
    public void An_empty_log_has_the_root_of_the_empty_tree_or_422()
    {
        string wrong = log.Signer.Sign($"{MemoryLog.Origin}\n0\n{Convert.ToBase64String(new byte[32])}\n");
        Checkpoint empty = Checkpoint.Sign(log.Signer, 0, MerkleTree.EmptyRoot());

        Decide("old 0\n\n" + wrong, null).Should().BeOfType<WitnessDecision.Inconsistent>();
        Decide(AddCheckpoint.Of(0, null, empty), null).Should().BeOfType<WitnessDecision.Accepted>();
        Decide(AddCheckpoint.Of(0, null, at5), empty).Should().BeOfType<WitnessDecision.Accepted>("every tree extends the empty one");
    }

    [Theory]
    [InlineData("{origin}\n05\n{root}\n", "a leading zero")]
    [InlineData("{origin}\n5\n{root}\nextension\n", "an extension line, which nobody audits")]
    [InlineData("{origin}\n5\nAAAA\n", "a short root")]
    public void A_signed_text_that_is_no_checkpoint_of_ours_is_400(string text, string because)
    {
        string root = Convert.ToBase64String(log.Tree.Root);
        string note = log.Signer.Sign(text.Replace("{origin}", MemoryLog.Origin).Replace("{root}", root));

        Decide("old 0\n\n" + note, null).Should().BeOfType<WitnessDecision.Malformed>(because);
    }

    public void Dispose() => log.Dispose();

    // The same log with its third entry changed.
    private static MemoryLog Fork(int size)
    {
        MemoryLog fork = new();
        byte[][] leaves = TestLeaves.Commitments(0, size);
        leaves[2] = TestLeaves.Commitment(1_000_000);
        PendingAppend append = fork.Tree.Prepare(leaves);
        fork.Keep(leaves, append);
        fork.Tree.Accept(append);
        return fork;
    }

    private static AddCheckpoint Parsed(string body) =>
        AddCheckpoint.TryParse(body, out AddCheckpoint? request) ? request : throw new InvalidOperationException("The test's body does not parse.");

    private WitnessDecision Decide(string body, Checkpoint? last) => Decide(Parsed(body), last);

    private WitnessDecision Decide(AddCheckpoint request, Checkpoint? last) => WitnessRule.Decide(request, [log.Signer.Verifier], last);

    private Task<AddCheckpoint> RequestAsync(long oldSize, Checkpoint checkpoint) => RequestAsync(log, oldSize, checkpoint);

    private static async Task<AddCheckpoint> RequestAsync(MemoryLog source, long oldSize, Checkpoint checkpoint) => AddCheckpoint.Of(
        oldSize, await source.Tree.ProveConsistencyAsync(oldSize, checkpoint.Size, TestContext.Current.CancellationToken), checkpoint);
}
