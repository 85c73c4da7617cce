using System.Text.RegularExpressions;

namespace Pds.Cryptography.Tests.Walls;

/// <summary>Salts, keys, nonces and ids are drawn from <see cref="RandomSource"/>, which asks the kernel each time (I-32).</summary>
public sealed partial class RandomnessWall
{
    // The nonce of an ES256 signature is OpenSSL's, which mixes the private key and the message into it.
    private static readonly string Allowed = Path.Combine("src", "Pds.Cryptography", "Hashing", "RandomSource.cs");

    [Fact]
    [Trait("Invariant", "I-32")]
    public void No_other_source_of_randomness_is_named_in_the_sources()
    {
        var naming = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Drawing().IsMatch(line)))
            .Select(file => Path.GetRelativePath(Checkout.Root, file));

        naming.Should().Equal(Allowed);
    }

    [Theory]
    [InlineData("using var key = Key.Create(SignatureAlgorithm.Ed25519);")]
    [InlineData("using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);")]
    [InlineData("RandomNumberGenerator.Fill(salt);")]
    [InlineData("var pick = Random.Shared.Next();")]
    [InlineData("var id = Guid.NewGuid();")]
    public void The_wall_sees_a_source_when_there_is_one(string line) => Drawing().IsMatch(line).Should().BeTrue();

    [GeneratedRegex(@"\bRandomNumberGenerator\b|\bRandom\.Shared\b|\bnew Random\(|\bGuid\.(NewGuid|CreateVersion7)\b|(?<!\w)Key\.Create\(|\bECDsa\.Create\(ECCurve|\bRandomGenerator\b|\bGetRandomFileName\b")]
    private static partial Regex Drawing();
}
