namespace Pds.Ledger.Tests.Checkpoints;

[Trait("Feature", "Q2")]
public sealed class LogPolicyTests : IDisposable
{
    private readonly MemoryLog log = new MemoryLog().Append(3);

    [Fact]
    public void A_policy_reads_back_and_opens_its_logs_checkpoint()
    {
        LogPolicy written = new([log.Signer.Verifier]);

        LogPolicy.TryParse(written.ToString(), out LogPolicy? policy).Should().BeTrue();

        policy!.TryOpen(log.Checkpoint().Note, out Checkpoint? checkpoint).Should().BeTrue();
        checkpoint!.Size.Should().Be(3);
    }

    [Fact]
    public void A_checkpoint_of_an_unlisted_log_is_refused()
    {
        using MemoryLog other = new MemoryLog(seed: 8).Append(3);

        new LogPolicy([other.Signer.Verifier]).TryOpen(log.Checkpoint().Note, out _).Should().BeFalse();
        new LogPolicy([]).TryOpen(log.Checkpoint().Note, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("# trust\n\n \tlog {vkey}\t https://log.example/ \nquorum none\n", true, "comments, blanks and an address")]
    [InlineData("quorum none\n", true, "a policy for a log known otherwise")]
    [InlineData("quorum none\nlog {vkey}\n", true, "any order")]
    [InlineData("log {vkey}\n", false, "no quorum")]
    [InlineData("log {vkey}\nquorum none\nquorum none\n", false, "two quorums")]
    [InlineData("log {vkey}\nlog {vkey}\nquorum none\n", false, "the same key twice")]
    [InlineData("log {vkey}\nquorum w\n", false, "an undefined quorum")]
    [InlineData("log {vkey}\nwitness w {vkey}\nquorum none\n", false, "a log's key for a witness")]
    [InlineData("log {vkey} url more\nquorum none\n", false, "too many words")]
    [InlineData("log\nquorum none\n", false, "no key")]
    [InlineData("log bad\nquorum none\n", false, "a bad key")]
    [InlineData("LOG {vkey}\nquorum none\n", false, "capitals")]
    [InlineData("log {vkey}\r\nquorum none\r\n", false, "carriage returns")]
    [InlineData("log {vkey}\nquorum none", false, "no newline at the end")]
    [InlineData("", false, "nothing")]
    public void Policies_are_read_as_the_format_says(string text, bool good, string because) =>
        LogPolicy.TryParse(text.Replace("{vkey}", log.Signer.Verifier.ToString()), out _).Should().Be(good, because);

    public void Dispose() => log.Dispose();
}
