using System.Text.Json;
using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>JWKS and issuer metadata say what the certificates say.</summary>
public sealed class IssuerDocumentsTests : IDisposable
{
    private readonly ReceiptWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Key_set_agrees_with_the_chain_of_a_receipt()
    {
        var receipt = world.Parsed();
        var jwks = JsonSerializer.SerializeToElement(IssuerDocuments.Jwks(world.Signer));

        var jwk = jwks.GetProperty("keys").EnumerateArray().Single();

        jwk.GetProperty("kid").GetString().Should().Be(receipt.SdJwt.IssuerJwt.Kid);
        jwk.GetProperty("alg").GetString().Should().Be("ES256");
        jwk.GetProperty("use").GetString().Should().Be("sig");
        jwk.TryGetProperty("d", out _).Should().BeFalse();
        jwk.GetProperty("x5c")[0].GetBytesFromBase64().Should().Equal(receipt.SdJwt.IssuerJwt.CertificateChain[0]);
        Es256PublicKey.TryFromJwk(jwk, out var fromJwk).Should().BeTrue();
        fromJwk.Should().Be(Es256PublicKey.FromCertificate(receipt.SdJwt.IssuerJwt.CertificateChain[0]));
        receipt.SdJwt.IsSignedBy(fromJwk!).Should().BeTrue();
    }

    [Fact]
    public void Issuer_metadata_hold_the_same_keys_and_the_issuer_of_receipts()
    {
        var metadata = JsonSerializer.SerializeToElement(IssuerDocuments.Metadata(world.Signer));

        metadata.GetProperty("issuer").GetString().Should().Be(world.Parsed().Issuer);
        metadata.GetProperty("jwks").GetRawText().Should().Be(JsonSerializer.Serialize(IssuerDocuments.Jwks(world.Signer)));
    }

    [Fact]
    public void Metadata_of_two_issuers_or_none_are_refused()
    {
        using var other = new ReceiptWorld("https://pds.other-city.example");

        FluentActions.Invoking(() => IssuerDocuments.Metadata(world.Signer, other.Signer)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => IssuerDocuments.Metadata([])).Should().Throw<ArgumentException>();
    }
}
