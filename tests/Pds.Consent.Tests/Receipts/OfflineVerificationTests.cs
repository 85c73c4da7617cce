using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>A third party with the city's root certificate and a clock, and nothing else (FEATURES R2).</summary>
[Trait("Feature", "R2")]
public sealed class OfflineVerificationTests : IDisposable
{
    private readonly ReceiptWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Receipt_verifies_with_the_root_certificate_alone()
    {
        var result = world.Verifier.Verify(world.Issue(), ReceiptWorld.Now);

        result.Should().BeOfType<ReceiptVerification<Receipt>.Valid>();
    }

    [Fact]
    public void Receipt_is_refused_under_another_root()
    {
        using var other = new ReceiptWorld();

        Defect(other.Verifier, world.Issue(), ReceiptWorld.Now).Should().Be(ReceiptDefect.IssuerNotTrusted);
    }

    [Fact]
    public void Expired_receipt_is_refused_from_the_very_second_of_its_end()
    {
        var receipt = world.Parsed();
        var text = receipt.Present("notice");

        Defect(world.Verifier, text, receipt.Expires.AddSeconds(-1)).Should().BeNull();
        Defect(world.Verifier, text, receipt.Expires).Should().Be(ReceiptDefect.Expired);
    }

    [Fact]
    public void Receipt_from_the_future_is_refused()
    {
        Defect(world.Verifier, world.Issue(), ReceiptWorld.Now.AddSeconds(-60)).Should().BeNull();
        Defect(world.Verifier, world.Issue(), ReceiptWorld.Now.AddSeconds(-61)).Should().Be(ReceiptDefect.FromTheFuture);
    }

    [Fact]
    public void Certificate_not_valid_when_the_receipt_was_made_is_refused()
    {
        var text = world.IssueChanged(p =>
        {
            p["iat"] = ReceiptWorld.Now.AddDays(-2).ToUnixTimeSeconds();
            p["exp"] = ReceiptWorld.Now.AddDays(10).ToUnixTimeSeconds();
        });

        Defect(world.Verifier, text, ReceiptWorld.Now).Should().Be(ReceiptDefect.IssuerNotTrusted);
    }

    [Fact]
    public void Certificate_for_another_use_is_refused()
    {
        // A TLS server of the same city has a chain to the same root, and must not be able to sign receipts with it.
        var validity = new CertificateValidity(ReceiptWorld.Now.AddDays(-1), ReceiptWorld.Now.AddDays(30));
        using var key = Es256Key.Create();
        var certificate = world.Root.IssueServer(key.PublicKey, ["pds.city.mutsu.example"], [], validity);
        var signer = new ReceiptSigner(key, [certificate], ReceiptWorld.Issuer);

        Defect(world.Verifier, new ReceiptIssuer(signer).Issue(world.Content()), ReceiptWorld.Now)
            .Should().Be(ReceiptDefect.IssuerNotTrusted);
    }

    [Fact]
    public void Certificate_that_names_another_issuer_is_refused()
    {
        var signer = new ReceiptSigner(world.SignerKey, world.Signer.CertificateChain, "https://pds.other-city.example");

        Defect(world.Verifier, new ReceiptIssuer(signer).Issue(world.Content()), ReceiptWorld.Now)
            .Should().Be(ReceiptDefect.IssuerNotTrusted);
    }

    [Fact]
    public void Key_id_of_another_key_is_refused()
    {
        var header = CertificateHeader.Of(world.Signer.CertificateChain)!;
        header["kid"] = world.Hospital.PublicKey.Jkt;
        var payload = System.Text.Json.Nodes.JsonNode.Parse(world.Parsed().SdJwt.IssuerJwt.Payload.GetRawText())!.AsObject();

        var text = CompactJws.Sign(world.SignerKey, Receipt.Typ, payload, header) + "~";

        Defect(world.Verifier, text, ReceiptWorld.Now).Should().Be(ReceiptDefect.IssuerNotTrusted);
    }

    [Fact]
    [Trait("Feature", "S7")]
    public void Receipt_outlives_its_signers_certificate_and_key()
    {
        using var next = Es256Key.Create();
        var validity = new CertificateValidity(ReceiptWorld.Now.AddDays(30), ReceiptWorld.Now.AddDays(300));
        var successor = new ReceiptSigner(next, [world.Root.IssueSigner(next.PublicKey, ReceiptWorld.Issuer, validity)], ReceiptWorld.Issuer);
        var known = new KnownSigners(ReceiptWorld.Issuer, successor.PublicKey, world.SignerKey.PublicKey);

        world.Parsed().IsSignedBy(known).Should().BeTrue();
        Defect(world.Verifier, world.Issue(), ReceiptWorld.Now.AddDays(100)).Should().BeNull();
    }

    [Fact]
    public void Text_that_is_no_receipt_is_unreadable()
    {
        Defect(world.Verifier, null, ReceiptWorld.Now).Should().Be(ReceiptDefect.Unreadable);
        Defect(world.Verifier, "x", ReceiptWorld.Now).Should().Be(ReceiptDefect.Unreadable);
        Defect(world.Verifier, world.Issue().Split('~')[0], ReceiptWorld.Now).Should().Be(ReceiptDefect.Unreadable);
    }

    private static ReceiptDefect? Defect(ReceiptVerifier verifier, string? text, DateTimeOffset now) =>
        (verifier.Verify(text, now) as ReceiptVerification<Receipt>.Refused)?.Defect;
}
