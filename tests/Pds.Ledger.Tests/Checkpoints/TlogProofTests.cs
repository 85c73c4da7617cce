using System.Text;
using Pds.Cryptography;

namespace Pds.Ledger.Tests.Checkpoints;

[Trait("Feature", "Q2")]
[Trait("Invariant", "I-21")]
public sealed class TlogProofTests : IDisposable
{
    private readonly MemoryLog log = new MemoryLog().Append(300);
    private readonly EntryOpening opening;
    private readonly long index;

    public TlogProofTests()
    {
        using SecretBytes key = SecretBytes.CopyOf(new byte[32]);
        opening = Commitment.Commit(key, new EntryLink("res:1", 0, new byte[32]), Encoding.UTF8.GetBytes("{\"v\":1}"));
        index = log.Tree.Size;
        byte[][] batch = [opening.ToCommitment()];
        PendingAppend append = log.Tree.Prepare(batch);
        log.Keep(batch, append);
        log.Tree.Accept(append);
        log.Append(37);
    }

    private NoteVerifier Verifier => log.Signer.Verifier;

    [Fact]
    public async Task A_proof_opens_its_entry_offline()
    {
        TlogProof.TryParse(await ProofTextAsync(), out TlogProof? proof).Should().BeTrue();

        proof!.TryVerifyOpening(Verifier, out EntryOpening? opened, out Checkpoint? checkpoint).Should().BeTrue();

        opened!.Body.Should().Equal(opening.Body);
        checkpoint!.Size.Should().Be(338);
        proof.Index.Should().Be(index);
    }

    [Fact]
    public async Task A_proof_without_extra_data_proves_a_known_commitment()
    {
        InclusionProof inclusion = await log.Tree.ProveAsync(4, log.Tree.Size, TestContext.Current.CancellationToken);
        TlogProof.TryParse(TlogProof.Of(inclusion, log.Checkpoint(), opening: null).ToString(), out TlogProof? proof).Should().BeTrue();

        proof!.TryVerify(Verifier, TestLeaves.Commitment(4), out _).Should().BeTrue();
        proof.TryVerify(Verifier, TestLeaves.Commitment(5), out _).Should().BeFalse();
        proof.TryVerifyOpening(Verifier, out _, out _).Should().BeFalse();
        proof.Extra.Should().BeNull();
    }

    [Fact]
    public async Task Every_changed_character_spoils_a_proof()
    {
        string text = await ProofTextAsync();

        for (int at = 0; at < text.Length; at++)
        {
            string changed = text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
            bool good = TlogProof.TryParse(changed, out TlogProof? proof) && proof.TryVerifyOpening(Verifier, out _, out _);
            good.Should().BeFalse("character {0} was changed", at);
        }
    }

    [Fact]
    public async Task Another_logs_key_proves_nothing()
    {
        using MemoryLog other = new(seed: 9);
        TlogProof.TryParse(await ProofTextAsync(), out TlogProof? proof).Should().BeTrue();

        proof!.TryVerifyOpening(other.Signer.Verifier, out EntryOpening? opened, out Checkpoint? checkpoint).Should().BeFalse();

        opened.Should().BeNull();
        checkpoint.Should().BeNull();
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\nnote", "another version")]
    [InlineData("c2sp.org/tlog-proof@v1\n\nnote", "no index")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\nnote", "a leading zero")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -1\n\nnote", "a negative index")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex  1\n\nnote", "two spaces")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\nnote", "extra data after the index")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\nnote", "extra data twice")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra A\nindex 0\n\nnote", "extra data that is no base64")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nnote", "a short hash")]
    [InlineData("c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\nnote", "carriage returns")]
    [InlineData("index 0\n\nnote", "no header")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n", "no checkpoint")]
    [InlineData("", "nothing")]
    [InlineData(null, "null")]
    public void A_malformed_proof_is_refused(string? text, string because) =>
        TlogProof.TryParse(text, out _).Should().BeFalse(because);

    [Fact]
    public void A_path_longer_than_any_tree_is_refused()
    {
        string hash = Convert.ToBase64String(new byte[32]) + "\n";
        string Text(int hashes) => "c2sp.org/tlog-proof@v1\nindex 0\n" + string.Concat(Enumerable.Repeat(hash, hashes)) + "\nnote";

        TlogProof.TryParse(Text(InclusionProof.MaxPathLength), out _).Should().BeTrue();
        TlogProof.TryParse(Text(InclusionProof.MaxPathLength + 1), out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_proof_for_another_size_is_not_joined_to_a_checkpoint()
    {
        InclusionProof older = await log.Tree.ProveAsync(index, index + 1, TestContext.Current.CancellationToken);

        FluentActions.Invoking(() => TlogProof.Of(older, log.Checkpoint(), opening)).Should().Throw<ArgumentException>();
    }

    public void Dispose() => log.Dispose();

    private async Task<string> ProofTextAsync()
    {
        InclusionProof inclusion = await log.Tree.ProveAsync(index, log.Tree.Size, TestContext.Current.CancellationToken);
        return TlogProof.Of(inclusion, log.Checkpoint(), opening).ToString();
    }
}
