using Pds.Cryptography;

namespace Pds.Ledger.Tests.Checkpoints;

[Trait("Feature", "Q2")]
public sealed class NoteTests : IDisposable
{
    private const string Dash = "\u2014 ";

    private readonly MemoryLog log = new MemoryLog().Append(5);

    private NoteVerifier Verifier => log.Signer.Verifier;

    // The example of C2SP signed-note and of its verifier key.
    [Fact]
    public void The_published_example_verifies()
    {
        const string vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        const string note = "This is an example message.\n\n\u2014 example.com/foo "
            + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

        NoteVerifier.TryParse(vkey, out NoteVerifier? verifier).Should().BeTrue();

        verifier!.ToString().Should().Be(vkey);
        SignedNote.TryParse(note, out SignedNote? parsed).Should().BeTrue();
        parsed!.IsSignedBy(verifier).Should().BeTrue();
    }

    [Fact]
    public void A_checkpoint_reads_back()
    {
        Checkpoint signed = log.Checkpoint();

        Checkpoint.TryOpen(signed.Note, Verifier, out Checkpoint? read).Should().BeTrue();

        read!.Origin.Should().Be(MemoryLog.Origin);
        read.Size.Should().Be(5);
        read.Root.Should().Equal(log.Tree.Root);
        read.Note.Should().Be(signed.Note);
    }

    [Fact]
    public void Every_changed_character_spoils_a_checkpoint()
    {
        string note = log.Checkpoint().Note;

        for (int at = 0; at < note.Length; at++)
        {
            string changed = note[..at] + (char)(note[at] ^ 1) + note[(at + 1)..];
            Checkpoint.TryOpen(changed, Verifier, out _).Should().BeFalse("character {0} was changed", at);
            Checkpoint.TryOpen(note[..at], Verifier, out _).Should().BeFalse("the note ends at {0}", at);
        }
    }

    [Theory]
    [InlineData("{origin}\n5\n{root}\n", true, "the plain form")]
    [InlineData("{origin}\n05\n{root}\n", false, "a leading zero")]
    [InlineData("{origin}\n+5\n{root}\n", false, "a sign")]
    [InlineData("{origin}\n-5\n{root}\n", false, "a negative size")]
    [InlineData("{origin}\n 5\n{root}\n", false, "a space")]
    [InlineData("{origin}\n9223372036854775808\n{root}\n", false, "a size above 2^63 - 1")]
    [InlineData("{origin}\n0\n{root}\n", false, "an empty log with a root of its own")]
    [InlineData("{origin}\n5\n{root}\nextension\n", false, "an extension line")]
    [InlineData("{origin}\n5\n", false, "no root")]
    [InlineData("{origin}\n5\nAAAA\n", false, "a short root")]
    [InlineData("{origin}\n5\n{stray}\n", false, "stray bits in the root's last character")]
    [InlineData("ledger.example/other\n5\n{root}\n", false, "another origin than the key's name")]
    public void What_is_signed_must_also_be_a_checkpoint(string text, bool good, string because)
    {
        string root = Convert.ToBase64String(TestLeaves.Commitment(1));
        string stray = root[..^2] + (char)(root[^2] + 1) + "=";
        string note = log.Signer.Sign(text.Replace("{origin}", MemoryLog.Origin).Replace("{root}", root).Replace("{stray}", stray));

        Checkpoint.TryOpen(note, Verifier, out _).Should().Be(good, because);
    }

    [Fact]
    public void Lines_of_unknown_keys_are_passed_over()
    {
        string note = log.Checkpoint().Note;
        string foreign = SignedNote.SignatureLine("witness.example", 7, new byte[72]);
        string sameNameOtherId = SignedNote.SignatureLine(MemoryLog.Origin, Verifier.KeyId + 1, new byte[64]);

        Checkpoint.TryOpen(note + foreign + sameNameOtherId, Verifier, out _).Should().BeTrue();
    }

    [Fact]
    public void One_bad_line_of_a_known_key_spoils_the_note()
    {
        string note = log.Checkpoint().Note;
        string forged = SignedNote.SignatureLine(MemoryLog.Origin, Verifier.KeyId, new byte[64]);

        Checkpoint.TryOpen(note + forged, Verifier, out _).Should().BeFalse();
    }

    [Fact]
    public void A_note_signed_only_by_others_is_refused()
    {
        using MemoryLog other = new MemoryLog(seed: 8).Append(5);

        Checkpoint.TryOpen(other.Checkpoint().Note, Verifier, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("text\n\n", "no signature")]
    [InlineData("text\n" + Dash + "a AAAAAAA=\n", "no empty line")]
    [InlineData("text\n\n" + Dash + "a AAAAAAA=", "no newline at the end")]
    [InlineData("text\n\n" + Dash + "a AAAAAAA=\n\n", "an empty line at the end")]
    [InlineData("text\n\n- a AAAAAAA=\n", "a hyphen for a dash")]
    [InlineData("text\n\n" + Dash + " AAAAAAA=\n", "no name")]
    [InlineData("text\n\n" + Dash + "a+b AAAAAAA=\n", "a plus sign in the name")]
    [InlineData("text\n\n" + Dash + "a b AAAAAAA=\n", "a space in the name")]
    [InlineData("text\n\n" + Dash + "a\u3000b AAAAAAA=\n", "an ideographic space in the name")]
    [InlineData("text\n\n" + Dash + "a AAAAAA==\n", "a key id and no signature")]
    [InlineData("text\n\n" + Dash + "a AAAAAAB=\n", "stray bits")]
    [InlineData("text\n\n" + Dash + "a AAAAAAA\n", "no padding")]
    [InlineData("text\n\n" + Dash + "a AAAA AAA=\n", "a space in base64")]
    [InlineData("te\txt\n\n" + Dash + "a AAAAAAA=\n", "a control character")]
    [InlineData("text\r\n\n" + Dash + "a AAAAAAA=\n", "a carriage return")]
    [InlineData("", "nothing")]
    [InlineData(null, "null")]
    public void A_malformed_note_is_refused(string? note, string because) =>
        SignedNote.TryParse(note, out _).Should().BeFalse(because);

    [Fact]
    public void Text_that_is_not_Unicode_is_refused() =>
        SignedNote.TryParse("te\ud800xt\n\n" + Dash + "a AAAAAAA=\n", out _).Should().BeFalse();

    [Fact]
    public void Signatures_are_bounded_but_sixteen_are_taken()
    {
        string Note(int count) => "text\n\n" + string.Concat(Enumerable.Range(0, count).Select(i => SignedNote.SignatureLine($"k{i}", 1, [1])));

        SignedNote.TryParse(Note(16), out _).Should().BeTrue();
        SignedNote.TryParse(Note(SignedNote.MaxSignatures), out _).Should().BeTrue();
        SignedNote.TryParse(Note(SignedNote.MaxSignatures + 1), out _).Should().BeFalse();
        Checkpoint.TryOpen(log.Checkpoint().Note.PadRight(Checkpoint.MaxNoteLength + 1, '\n'), Verifier, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "another key id")]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "capitals")]
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "another name")]
    [InlineData("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "another signature type")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=", "a short key")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no name")]
    [InlineData("example.com/foo+530d903a", "no key")]
    [InlineData("", "nothing")]
    [InlineData(null, "null")]
    public void A_malformed_verifier_key_is_refused(string? vkey, string because) =>
        NoteVerifier.TryParse(vkey, out _).Should().BeFalse(because);

    [Fact]
    public void A_name_that_would_break_the_formats_is_refused()
    {
        using Ed25519Key key = Ed25519Key.Create();

        foreach (string name in (string[])["", "a b", "a+b", "a\nb"])
        {
            FluentActions.Invoking(() => new NoteSigner(name, key)).Should().Throw<ArgumentException>();
        }

        FluentActions.Invoking(() => log.Signer.Sign("no newline")).Should().Throw<ArgumentException>();
    }

    public void Dispose() => log.Dispose();
}
