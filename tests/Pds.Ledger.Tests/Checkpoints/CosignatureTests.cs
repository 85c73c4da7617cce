using Pds.Cryptography;

namespace Pds.Ledger.Tests.Checkpoints;

/// <summary>
/// C2SP tlog-cosignature, Ed25519. The specification publishes no keys with its example, so the signatures here are over its example text, made
/// with OpenSSL (seeds of 32 bytes 0x01 for the log and 0x02 for the witness); Ed25519 is deterministic, so ours must be the same bytes.
/// </summary>
[Trait("Feature", "N2")]
public sealed class CosignatureTests : IDisposable
{
    private const string LogKey = "example.com/behind-the-sofa+6ded73a9+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    private const string WitnessKey = "witness.example.com/w1+745fb5e8+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";
    private const string Text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private const string LogLine = "\u2014 example.com/behind-the-sofa be1zqQx8hYrJJIfiWfY39ShElJ74dPrOjXSgJJ2qG3vny2U7JyHN2kKCWb5H5e2MfxP7My2OyDRrDvCH/RbVubiZ8AE=\n";
    private const string WitnessLine = WitnessStart
        + "dF+16AAAAABkGFDLUwBLV8e4tjvb6qEHiNTQjDZIX+7tvd038taw9A7W/cQ7ZhSah0uJMOI6CTPez5qwHtE49MrkWhU349mtYmi3Dw==\n";

    private const string WitnessStart = "\u2014 witness.example.com/w1 ";
    private const long ExampleTime = 1679315147;

    private readonly Ed25519Key key = Ed25519Key.Import([.. Enumerable.Repeat((byte)2, 32)]);

    private CosignatureSigner Signer => new("witness.example.com/w1", key);

    [Fact]
    public void A_witness_signs_the_examples_text_to_the_byte()
    {
        Cosignature cosignature = Signer.Cosign(Example(), DateTimeOffset.FromUnixTimeSeconds(ExampleTime));

        cosignature.Line.Should().Be(WitnessLine);
        Signer.Verifier.ToString().Should().Be(WitnessKey);
        Example().With(cosignature).Note.Should().Be(Text + "\n" + LogLine + WitnessLine);
    }

    [Fact]
    public void A_cosigned_checkpoint_reads_back_with_its_cosignature()
    {
        Checkpoint.TryOpen(Text + "\n" + LogLine + WitnessLine, Log(), out Checkpoint? checkpoint).Should().BeTrue();

        checkpoint!.TryFindCosignature(Witness(), out Cosignature? cosignature).Should().BeTrue();

        cosignature!.Time.Should().Be(ExampleTime);
        cosignature.Line.Should().Be(WitnessLine);
        checkpoint.Note.Should().Be(Text + "\n" + LogLine + WitnessLine);
    }

    // The key ids and times of the example in the specification itself; its keys are not published.
    [Fact]
    public void The_specifications_own_example_is_a_note_of_two_lines()
    {
        const string note = Text
            + "\n\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
            + "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

        SignedNote.TryParse(note, out SignedNote? parsed).Should().BeTrue();

        parsed!.Text.Should().Be(Text);
        parsed.WordOf(Witness(), out _).Should().Be(NoteWord.None, "its key has another id");
    }

    [Theory]
    [InlineData("dF+16AAAAABkGFDMUwBLV8e4tjvb6qEHiNTQjDZIX+7tvd038taw9A7W/cQ7ZhSah0uJMOI6CTPez5qwHtE49MrkWhU349mtYmi3Dw==", "another time than was signed")]
    [InlineData("dF+16AAAAAAAAAAA6ZifnbUGVx1bVHUzQd1KYOROQWleNTfqFN2SIwM9qbxloSNgOv304PNU+c1VU2qwxFzD+N5uNfnUWQHdGqs7Dg==", "time zero, signed")]
    [InlineData("dF+16IAAAAAAAAAAUnfb888/xb25d5+H+Mm1uQPgO+y7VHc6yvOqcfqO9uq4wIaQhLtfRWH3vzIHCGsqcOjs3zlrKkh2Y2wEPkQjBQ==", "a time of 2^63, signed")]
    [InlineData("dF+16AAAAABkGFDLh5gWbEv4pPWG0h6loVztAW35aZdgFsb6bRCY9BfE48sd/HlLRFlwMNgpnwKxbz3e6UEi1YkgbLM69d+MaJSHAg==", "signed without header and time")]
    [InlineData("dF+16FMAS1fHuLY72+qhB4jU0Iw2SF/u7b3dN/LWsPQO1v3EO2YUmodLiTDiOgkz3s+asB7ROPTK5FoVN+PZrWJotw8=", "no time")]
    [InlineData("dF+16AAAAABkGFDL", "no signature")]
    public void A_bad_cosignature_counts_for_nothing_and_spoils_the_good_one_beside_it(string blob, string because)
    {
        string bad = WitnessStart + blob + "\n";
        Checkpoint.TryOpen(Text + "\n" + LogLine + bad, Log(), out Checkpoint? alone).Should().BeTrue("the log's line is good");
        Checkpoint.TryOpen(Text + "\n" + LogLine + WitnessLine + bad, Log(), out Checkpoint? beside).Should().BeTrue("the log's line is good");

        alone!.TryFindCosignature(Witness(), out _).Should().BeFalse(because);
        beside!.TryFindCosignature(Witness(), out _).Should().BeFalse(because);
        Example().TryAdd(bad, Witness(), out _, out _).Should().BeFalse(because);
    }

    [Fact]
    public void A_cosignature_over_another_checkpoint_counts_for_nothing()
    {
        using MemoryLog log = new MemoryLog().Append(3);
        Checkpoint other = log.Checkpoint();
        Cosignature cosignature = Signer.Cosign(Example(), DateTimeOffset.FromUnixTimeSeconds(ExampleTime));

        other.TryAdd(cosignature.Line, Witness(), out _, out _).Should().BeFalse();
        FluentActions.Invoking(() => other.With(cosignature)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Every_changed_character_of_a_cosignature_spoils_it()
    {
        string note = Text + "\n" + LogLine + WitnessLine;
        for (int at = note.Length - WitnessLine.Length; at < note.Length; at++)
        {
            string changed = note[..at] + (char)(note[at] ^ 1) + note[(at + 1)..];

            bool counts = Checkpoint.TryOpen(changed, Log(), out Checkpoint? read) && read.TryFindCosignature(Witness(), out _);

            counts.Should().BeFalse("character {0} was changed", at);
        }
    }

    [Fact]
    public void A_log_and_a_witness_are_never_taken_for_each_other()
    {
        CosignatureVerifier.TryParse(LogKey, out _).Should().BeFalse("the key is a log's");
        NoteVerifier.TryParse(WitnessKey, out _).Should().BeFalse("the key is a witness's");
        NoteVerifier asLog = new("witness.example.com/w1", key.PublicKey);

        asLog.KeyId.Should().NotBe(Witness().KeyId, "the type is part of the id");
    }

    [Theory]
    [InlineData("witness.example.com/w1+745fb5e9+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU", "another key id")]
    [InlineData("witness.example.com/w1+745FB5E8+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU", "capitals")]
    [InlineData("witness.example.com/w2+745fb5e8+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU", "another name")]
    [InlineData("witness.example.com/w1+745fb5e8+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPyQ==", "a short key")]
    [InlineData("witness.example.com/w1+745fb5e8", "no key")]
    [InlineData("", "nothing")]
    [InlineData(null, "null")]
    public void A_malformed_witness_key_is_refused(string? vkey, string because) =>
        CosignatureVerifier.TryParse(vkey, out _).Should().BeFalse(because);

    [Fact]
    public void Lines_of_others_in_a_witnesss_answer_are_left_behind()
    {
        using Ed25519Key foreign = Ed25519Key.Create();
        CosignatureSigner other = new("other.example/w", foreign);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(ExampleTime);
        string answer = other.Cosign(Example(), now).Line + Signer.Cosign(Example(), now).Line;

        Example().TryAdd(answer, Witness(), out Checkpoint? cosigned, out _).Should().BeTrue();

        cosigned!.Note.Should().Be(Text + "\n" + LogLine + WitnessLine);
        cosigned.TryAdd(answer, Witness(), out Checkpoint? again, out _).Should().BeTrue();
        again!.Note.Should().Be(cosigned.Note, "the same line is not added twice");
    }

    [Fact]
    public void A_witness_leaves_no_time_out() => FluentActions
        .Invoking(() => Signer.Cosign(Example(), DateTimeOffset.UnixEpoch)).Should().Throw<ArgumentOutOfRangeException>();

    public void Dispose() => key.Dispose();

    private static Checkpoint Example() =>
        Checkpoint.TryOpen(Text + "\n" + LogLine, Log(), out Checkpoint? checkpoint) ? checkpoint : throw new InvalidOperationException();

    private static NoteVerifier Log() => NoteVerifier.TryParse(LogKey, out NoteVerifier? log) ? log : throw new InvalidOperationException();

    private static CosignatureVerifier Witness() =>
        CosignatureVerifier.TryParse(WitnessKey, out CosignatureVerifier? witness) ? witness : throw new InvalidOperationException();
}
