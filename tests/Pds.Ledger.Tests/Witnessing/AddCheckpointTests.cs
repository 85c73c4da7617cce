namespace Pds.Ledger.Tests.Witnessing;

/// <summary>The body of <c>add-checkpoint</c> (C2SP tlog-witness).</summary>
[Trait("Feature", "N2")]
public sealed class AddCheckpointTests : IDisposable
{
    private const string Note = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        + "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        + "\u2014 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

    private const string Hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";

    private readonly MemoryLog log = new MemoryLog().Append(5);

    // The example of the specification.
    [Fact]
    public void The_published_example_reads_and_prints_as_it_was_written()
    {
        const string body = "old 20852014\n" + Hash + "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
            + "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n" + Note;

        AddCheckpoint.TryParse(body, out AddCheckpoint? request).Should().BeTrue();

        request!.OldSize.Should().Be(20852014);
        request.Proof.Should().HaveCount(4);
        request.Origin.Should().Be("example.com/behind-the-sofa");
        request.Note.Should().Be(Note);
        request.ToString().Should().Be(body);
    }

    [Theory]
    [InlineData("old 5\n\n", true, "no proof line")]
    [InlineData("old 0\n\n", true, "zero")]
    [InlineData("old 05\n\n", false, "a leading zero")]
    [InlineData("old -5\n\n", false, "a sign")]
    [InlineData("old 9223372036854775808\n\n", false, "a size above 2^63 - 1")]
    [InlineData("old  5\n\n", false, "two spaces")]
    [InlineData("Old 5\n\n", false, "a capital")]
    [InlineData("5\n\n", false, "no word")]
    [InlineData("old 5\n" + Hash + "\n", true, "one hash")]
    [InlineData("old 5\nPlRN\n\n", false, "a short hash")]
    [InlineData("old 5\n" + Hash + "\r\n\n", false, "a carriage return")]
    [InlineData("old 5\n", false, "no empty line: what follows is no proof")]
    [InlineData("\n\n", false, "no old line")]
    [InlineData("", false, "only a checkpoint")]
    public void The_lines_before_the_checkpoint_are_read_strictly(string lines, bool good, string because) =>
        AddCheckpoint.TryParse(lines + Note, out _).Should().Be(good, because);

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("a\nb\n\n\u2014 a AAAAAAA=\n", "two lines")]
    [InlineData("a\n1\nc\n", "no signature")]
    [InlineData("\n1\nc\n\n\u2014 a AAAAAAA=\n", "no origin")]
    public void What_is_no_signed_checkpoint_is_refused(string note, string because) =>
        AddCheckpoint.TryParse("old 5\n\n" + note, out _).Should().BeFalse(because);

    [Fact]
    public void Sixty_three_proof_lines_are_taken_and_no_more()
    {
        string Body(int lines) => "old 5\n" + string.Concat(Enumerable.Repeat(Hash, lines)) + "\n" + Note;

        AddCheckpoint.TryParse(Body(AddCheckpoint.MaxProofLines), out _).Should().BeTrue();
        AddCheckpoint.TryParse(Body(AddCheckpoint.MaxProofLines + 1), out _).Should().BeFalse();
        AddCheckpoint.TryParse("old 5\n\n" + Note.PadRight(AddCheckpoint.MaxBytes, '\n'), out _).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_log_sends_is_what_a_witness_reads()
    {
        ConsistencyProof proof = await log.Tree.ProveConsistencyAsync(3, 5, TestContext.Current.CancellationToken);

        AddCheckpoint.TryParse(AddCheckpoint.Of(3, proof, log.Checkpoint()).ToString(), out AddCheckpoint? read).Should().BeTrue();

        read!.OldSize.Should().Be(3);
        read.Proof.Should().BeEquivalentTo(proof.Path, order => order.WithStrictOrdering());
        FluentActions.Invoking(() => AddCheckpoint.Of(2, proof, log.Checkpoint())).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => AddCheckpoint.Of(0, proof, log.Checkpoint())).Should().Throw<ArgumentException>();
    }

    public void Dispose() => log.Dispose();
}
