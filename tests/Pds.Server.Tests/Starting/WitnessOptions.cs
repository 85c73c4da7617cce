using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.FirstRun;
using Pds.Server.Witnessing;

namespace Pds.Server.Tests.Starting;

/// <summary>A witness policy that cannot work is refused before anything is opened, with what to change.</summary>
[Trait("Feature", "N2")]
public sealed class WitnessOptions : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly Ed25519Key key = Ed25519Key.Create();

    [Theory]
    [InlineData("witness w {w} https://w.example/mutsu\nquorum w\n", null)]
    [InlineData("witness w {w} http://127.0.0.1:7444/\nquorum w\n", null)]
    [InlineData("witness w {w}\nquorum w\n", "*witness 'w'*write the http or https address*")]
    [InlineData("witness w {w} ftp://w.example/\nquorum w\n", "*witness 'w'*write the http or https address*")]
    [InlineData("witness w {w} https://w.example/?q=1\nquorum w\n", "*witness 'w'*write the http or https address*")]
    [InlineData("witness w {w} https://w.example/\nquorum none\n", "*quorum none*")]
    [InlineData("witness w {w} https://w.example/\n", "*There is no quorum line*")]
    [InlineData("witness w bad https://w.example/\nquorum w\n", "*line 1*")]
    public void A_policy_is_checked_with_what_to_change(string text, string? problem)
    {
        File.WriteAllText(file, text.Replace("{w}", new CosignatureVerifier("w.example", key.PublicKey).ToString()));

        var problems = new ServerOptionsValidator().Validate(null, new ServerOptions { WitnessPolicy = file });

        if (problem is null)
        {
            problems.Failed.Should().BeFalse(problems.FailureMessage);
        }
        else
        {
            problems.FailureMessage.Should().Match("WitnessPolicy: " + problem);
        }
    }

    [Theory]
    [InlineData("no such file", 5, "*WitnessPolicy: there is no file*")]
    [InlineData("", 0, "*WitnessTimeoutSeconds: use 1 to 60*")]
    [InlineData("", 61, "*WitnessTimeoutSeconds: use 1 to 60*")]
    public void Other_wrong_values_are_told_too(string policy, int seconds, string problem) =>
        new ServerOptionsValidator().Validate(null, new ServerOptions { WitnessPolicy = policy, WitnessTimeoutSeconds = seconds })
            .FailureMessage.Should().Match(problem);

    [Fact]
    public void A_policy_about_another_log_is_refused_with_the_line_of_this_one()
    {
        var ours = new NoteVerifier("ours.example/log", key.PublicKey);
        File.WriteAllText(file, $"log {new NoteVerifier("other.example/log", key.PublicKey)}\nquorum none\n");

        var open = () => WitnessPolicyFile.Open(file, ours);

        open.Should().Throw<StartRefusedException>().WithMessage($"*log {ours}*");
    }

    public void Dispose()
    {
        key.Dispose();
        File.Delete(file);
    }
}
