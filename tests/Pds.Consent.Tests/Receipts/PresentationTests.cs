using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>What a receipt in the wrong hands, at the wrong time or for the wrong call is worth: nothing (I-14).</summary>
public sealed class PresentationTests : IDisposable
{
    private readonly ReceiptWorld world = new();
    private readonly byte[] requestHash = Sha256.Hash("request"u8);

    public void Dispose() => world.Dispose();

    [Fact]
    public void Good_presentation_passes_rules_1_to_4()
    {
        ReceiptPresentation.TryParse(world.Present(world.Parsed()), out var presentation).Should().BeTrue();

        presentation!.Receipt.IsSignedBy(world.Trust).Should().BeTrue();
        presentation.IsHeldBy(world.Hospital.PublicKey).Should().BeTrue();
        presentation.IsAbout(ReceiptWorld.Origin, ReceiptWorld.Method, requestHash).Should().BeTrue();
        presentation.Binding.IssuedAt.Should().Be(ReceiptWorld.Now);
        presentation.Call.Jti.Should().Be(presentation.Binding.Nonce);
        Offline(world.Present(world.Parsed()), ReceiptWorld.Now).Should().BeNull();
    }

    [Fact]
    [Trait("Rule", "1")]
    public void Receipt_without_a_proof_is_no_presentation()
    {
        ReceiptPresentation.TryParse(world.Issue(), out _).Should().BeFalse();
        ReceiptPresentation.TryParse(null, out _).Should().BeFalse();
        ReceiptPresentation.TryParse(string.Empty, out _).Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "1")]
    public void Proof_that_names_no_call_is_no_presentation()
    {
        var plain = KeyBinding.Append(world.Hospital, world.Issue(), ReceiptWorld.Origin, ReceiptWorld.Now, "1234567890");

        ReceiptPresentation.TryParse(plain, out _).Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "2")]
    public void Receipt_of_another_city_is_not_issued_by_us()
    {
        using var other = new ReceiptWorld();
        ReceiptPresentation.TryParse(other.Present(other.Parsed()), out var presentation).Should().BeTrue();

        presentation!.Receipt.IsSignedBy(world.Trust).Should().BeFalse();
        presentation.Receipt.IsSignedBy(other.Trust).Should().BeTrue();
    }

    [Fact]
    [Trait("Rule", "2")]
    public void Receipt_that_borrows_our_key_id_and_certificate_is_not_issued_by_us()
    {
        using var forger = Es256Key.Create();
        var payload = System.Text.Json.Nodes.JsonNode.Parse(world.Parsed().SdJwt.IssuerJwt.Payload.GetRawText())!.AsObject();
        var forged = CompactJws.Sign(forger, Receipt.Typ, payload, CertificateHeader.Of(world.Signer.CertificateChain)) + "~";

        Receipt.TryParse(forged, out var receipt).Should().BeTrue();
        receipt!.IsSignedBy(world.Trust).Should().BeFalse();
        (world.Verifier.Verify(forged, ReceiptWorld.Now) as ReceiptVerification<Receipt>.Refused)!.Defect
            .Should().Be(ReceiptDefect.SignatureWrong);
    }

    [Fact]
    [Trait("Rule", "3")]
    [Trait("Invariant", "I-14")]
    public void Stolen_receipt_with_the_thiefs_proof_is_not_held_by_anybody()
    {
        using var thief = Es256Key.Create();
        var stolen = ReceiptPresentation.Create(world.Parsed(), [], thief, ReceiptWorld.Now, ReceiptWorld.Call());

        ReceiptPresentation.TryParse(stolen, out var presentation).Should().BeTrue();
        presentation!.IsHeldBy(world.Hospital.PublicKey).Should().BeFalse("the proof is the thief's");
        presentation.IsHeldBy(thief.PublicKey).Should().BeFalse("the receipt is the hospital's");
        Offline(stolen, ReceiptWorld.Now).Should().Be(ReceiptDefect.HolderNotProved);
    }

    [Fact]
    [Trait("Rule", "3")]
    [Trait("Invariant", "I-14")]
    public void Stolen_presentation_sent_from_another_client_is_not_held_by_it()
    {
        using var thief = Es256Key.Create();
        ReceiptPresentation.TryParse(world.Present(world.Parsed()), out var presentation).Should().BeTrue();

        presentation!.IsHeldBy(thief.PublicKey).Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "4")]
    [Trait("Feature", "D5")]
    public void Proof_moved_to_another_receipt_of_the_same_holder_is_not_about_it()
    {
        var proof = Proof(world.Present(world.Parsed()));
        var other = world.Parsed().Present() + proof;

        ReceiptPresentation.TryParse(other, out var presentation).Should().BeTrue();
        presentation!.IsHeldBy(world.Hospital.PublicKey).Should().BeTrue();
        presentation.IsAbout(ReceiptWorld.Origin, ReceiptWorld.Method, requestHash).Should().BeFalse();
        Offline(other, ReceiptWorld.Now).Should().Be(ReceiptDefect.HolderNotProved);
    }

    [Fact]
    [Trait("Rule", "4")]
    public void Proof_kept_while_disclosures_change_is_not_about_it()
    {
        var receipt = world.Parsed();
        var proof = Proof(world.Present(receipt));
        var widened = receipt.Present("resident_ref") + proof;

        ReceiptPresentation.TryParse(widened, out var presentation).Should().BeTrue();
        presentation!.IsAbout(ReceiptWorld.Origin, ReceiptWorld.Method, requestHash).Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "4")]
    public void Proof_for_another_ledger_method_or_request_is_not_about_this_call()
    {
        ReceiptPresentation.TryParse(world.Present(world.Parsed()), out var p).Should().BeTrue();

        p!.IsAbout("other.example/ledger", ReceiptWorld.Method, requestHash).Should().BeFalse();
        p.IsAbout(ReceiptWorld.Origin, "/pds.v1.DisclosureService/RequestDataBatch", requestHash).Should().BeFalse();
        p.IsAbout(ReceiptWorld.Origin, ReceiptWorld.Method, Sha256.Hash("other"u8)).Should().BeFalse();
        p.IsAbout(ReceiptWorld.Origin, ReceiptWorld.Method, []).Should().BeFalse();
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public void Same_proof_has_the_same_jti_however_often_it_comes_and_two_proofs_never_do()
    {
        var receipt = world.Parsed();
        var once = world.Present(receipt);

        Jti(once).Should().Be(Jti(once), "so the store can count it as used");
        Jti(once).Should().NotBe(Jti(world.Present(receipt)));
    }

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-60, true)]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void Offline_reader_takes_a_proof_of_this_minute_only(int secondsLater, bool accepted) =>
        (Offline(world.Present(world.Parsed()), ReceiptWorld.Now.AddSeconds(secondsLater)) is null).Should().Be(accepted);

    [Fact]
    public void Offline_reader_refuses_a_proof_for_another_audience()
    {
        var text = world.Present(world.Parsed());

        var result = world.Verifier.VerifyPresentation(text, "other.example", CallOf(text), ReceiptWorld.Now);

        (result as ReceiptVerification<ReceiptPresentation>.Refused)!.Defect.Should().Be(ReceiptDefect.HolderNotProved);
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public void Offline_reader_refuses_a_proof_for_another_nonce_request_or_method()
    {
        var text = world.Present(world.Parsed());
        var call = CallOf(text);

        Offline(text, call, ReceiptWorld.Now).Should().BeNull();
        Offline(text, call with { Jti = CallBinding.NewJti() }, ReceiptWorld.Now).Should().Be(ReceiptDefect.HolderNotProved);
        Offline(text, call with { Jti = "" }, ReceiptWorld.Now).Should().Be(ReceiptDefect.HolderNotProved);
        Offline(text, call with { RequestHash = Sha256.Hash("other"u8) }, ReceiptWorld.Now).Should().Be(ReceiptDefect.HolderNotProved);
        Offline(text, call with { Method = "/pds.v1.DisclosureService/RequestDataBatch" }, ReceiptWorld.Now).Should().Be(ReceiptDefect.HolderNotProved);
    }

    [Fact]
    public void Proof_signed_by_the_issuer_instead_of_the_holder_is_refused()
    {
        var text = ReceiptPresentation.Create(world.Parsed(), [], world.SignerKey, ReceiptWorld.Now, ReceiptWorld.Call());

        ReceiptPresentation.TryParse(text, out var presentation).Should().BeTrue();
        presentation!.IsHeldBy(world.Hospital.PublicKey).Should().BeFalse();
    }

    private static string Proof(string presentation) => presentation[(presentation.LastIndexOf('~') + 1)..];

    private static string Jti(string text) =>
        ReceiptPresentation.TryParse(text, out var presentation) ? presentation.Call.Jti : throw new InvalidOperationException();

    private static CallBinding CallOf(string text) =>
        ReceiptPresentation.TryParse(text, out var presentation) ? presentation.Call : throw new InvalidOperationException();

    private ReceiptDefect? Offline(string text, DateTimeOffset now) => Offline(text, CallOf(text), now);

    private ReceiptDefect? Offline(string text, CallBinding expected, DateTimeOffset now) =>
        (world.Verifier.VerifyPresentation(text, ReceiptWorld.Origin, expected, now) as ReceiptVerification<ReceiptPresentation>.Refused)?.Defect;
}
