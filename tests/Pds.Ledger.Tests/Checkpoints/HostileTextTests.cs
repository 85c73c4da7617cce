using System.Text;
using CsCheck;

namespace Pds.Ledger.Tests.Checkpoints;

/// <summary>What strangers send is refused with false, never with an exception, and never accepted in a second spelling.</summary>
[Trait("Feature", "Q2")]
public sealed class HostileTextTests
{
    private static readonly string Hash = Convert.ToBase64String(new byte[32]);

    private static readonly string[] Pieces =
    [
        "\n", "\n\n", " ", "\u2014 ", "extra ", "index ", "0", "1", "18446744073709551616", "-", "+", "=", "AAAA", Hash, "\ud800", "\u3000", "\0",
        "old ", "group ", "witness ", "any", "quorum w", TlogProof.Header, MemoryLog.Origin, "log ", "quorum none", "#", "tile/", "entries/", "x001/", "000", ".p/", "{", "}", "\"body\":", ",",
    ];

    private static readonly Gen<string> Hostile = Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]), Gen.String[0, 5]).Array[0, 12].Select(parts => string.Concat(parts));

    [Fact]
    public void No_text_makes_a_parser_throw()
    {
        using MemoryLog log = new();

        Hostile.Sample(text =>
        {
            Checkpoint.TryOpen(text, log.Signer.Verifier, out _);
            NoteVerifier.TryParse(text, out _);
            TlogProof.TryParse(text, out TlogProof? proof);
            proof?.TryVerifyOpening(log.Signer.Verifier, out _, out _);
            LogPolicy.TryParse(text, out _);
            CosignatureVerifier.TryParse(text, out _);
            AddCheckpoint.TryParse(text, out _);
            TilePath.TryParse(text, out _);
            Instant.TryParse(text, out _);
            GrantId.TryParse(text, out _);
            EntryOpening.TryParse(Encoding.UTF8.GetBytes(text), out _);
            CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(text), out _);
        });
    }

    [Fact]
    public void No_bytes_make_a_parser_throw() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        EntryOpening.TryParse(bytes, out _);
        CanonicalJson.TryParse(bytes, out _);
        CanonicalJson.TryCanonicalize(bytes, out _);
        EntryBundle.TryDecode(bytes, 1, out _);
    });

    [Fact]
    public void What_parses_prints_as_it_was_written() => Hostile.Sample(text =>
        (!TlogProof.TryParse(text, out TlogProof? proof) || proof.ToString() == text)
        && (!NoteVerifier.TryParse(text, out NoteVerifier? verifier) || verifier.ToString() == text)
        && (!TilePath.TryParse(text, out TilePath path) || path.ToString() == text));
}
