using Pds.Cryptography;

namespace Pds.Ledger.Tests.Checkpoints;

/// <summary>The proof on paper: complete, short, of nobody, and of no other log.</summary>
[Trait("Feature", "G8")]
[Trait("Invariant", "I-21")]
public sealed class PaperProofTests : IDisposable
{
    private const int Place = 4;
    private readonly MemoryLog log = new MemoryLog().Append(300);

    private NoteVerifier Verifier => log.Signer.Verifier;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_verifies_with_the_logs_key_alone(bool withLabelKey)
    {
        byte[]? labelKey = withLabelKey ? [.. Enumerable.Range(0, 32).Select(number => (byte)number)] : null;
        string text = PaperProof.Of(await ProofAsync(), TestLeaves.Commitment(Place), labelKey, Verifier.Name).ToString();

        PaperProof.TryParse(text, out PaperProof? paper).Should().BeTrue();

        paper!.TryVerify(Verifier, out Checkpoint? checkpoint).Should().BeTrue();
        (paper.Index, checkpoint!.Size).Should().Be((Place, 300));
        paper.Commitment.Should().Equal(TestLeaves.Commitment(Place));
        paper.LabelKey.Should().BeEquivalentTo(labelKey);
        paper.ToString().Should().Be(text);
        TlogProof.TryParse(text, out TlogProof? plain).Should().BeTrue("any tool for tlog-proofs reads it");
        plain!.TryVerify(Verifier, plain.Extra.AsSpan(1, 32), out _).Should().BeTrue();
    }

    [Fact]
    public async Task Every_changed_character_spoils_it()
    {
        string text = PaperProof.Of(await ProofAsync(), TestLeaves.Commitment(Place), null, Verifier.Name).ToString();

        for (int at = 0; at < text.Length; at++)
        {
            string changed = text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
            bool good = PaperProof.TryParse(changed, out PaperProof? paper) && paper.TryVerify(Verifier, out _);
            good.Should().BeFalse("character {0} was changed", at);
        }
    }

    [Fact]
    public async Task Another_commitment_and_another_log_do_not_verify()
    {
        using var other = new MemoryLog(8).Append(300);
        TlogProof proof = await ProofAsync();

        PaperProof.Of(proof, TestLeaves.Commitment(Place + 1), null, Verifier.Name).TryVerify(Verifier, out _).Should().BeFalse();
        PaperProof.Of(proof, TestLeaves.Commitment(Place), null, Verifier.Name).TryVerify(other.Signer.Verifier, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(34)]
    [InlineData(64)]
    [InlineData(66)]
    public async Task Extra_data_of_another_size_is_no_paper(int size)
    {
        byte[] extra = new byte[size];
        extra.AsSpan(0, Math.Min(1, size)).Fill(LeafEntry.Version);

        PaperProof.TryParse((await ProofAsync()).Bare(extra, Verifier.Name).ToString(), out _).Should().BeFalse();
    }

    [Fact]
    public async Task Neither_an_entrys_opening_nor_a_witness_travels_along_and_it_fits_a_square_code_in_a_log_of_millions()
    {
        TlogProof proof = await ProofAsync();
        string signature = proof.ToString().Split('\n')[^2];
        TlogProof.TryParse(proof.ToString() + signature.Replace(Verifier.Name, "witness.example", StringComparison.Ordinal) + "\n", out TlogProof? witnessed).Should().BeTrue();

        string text = PaperProof.Of(witnessed!, TestLeaves.Commitment(Place), new byte[32], Verifier.Name).ToString();

        text.Should().NotContain("witness.example");
        int perLevel = Convert.ToBase64String(new byte[32]).Length + 1;
        int levels = text.Split('\n').Count(line => line.Length == perLevel - 1) - 1;
        (text.Length + ((25 - levels) * perLevel)).Should().BeLessThan(1_853, "what a code of version 31 holds at the lowest correction, and 25 levels are 33 million entries");
    }

    public void Dispose() => log.Dispose();

    private async Task<TlogProof> ProofAsync() =>
        TlogProof.Of(await log.Tree.ProveAsync(Place, log.Tree.Size, TestContext.Current.CancellationToken), log.Checkpoint(), opening: null);
}
