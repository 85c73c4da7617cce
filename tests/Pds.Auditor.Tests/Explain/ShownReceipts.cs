using Pds.Auditor.Exports;
using Pds.Auditor.Explain;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.TestCity;
using Story = Pds.TestCity.Story;

namespace Pds.Auditor.Tests.Explain;

/// <summary>A receipt that fails says how.</summary>
public sealed class ShownReceipts(AuditedCity city)
{
    private string Good => city.Story.Receipt.SdJwt;

    private byte[] Root => TlsCertificates.FromPem(File.ReadAllText(city.City.CityCaFile))[0];

    [Theory]
    [InlineData("")]
    [InlineData("not a receipt")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.~")]
    [InlineData("\u0000\u0001~~~~")]
    public void What_is_no_receipt_is_called_none(string text)
    {
        new ShownReceipt(text).WhyNotSigned(Root, null).Should().Be("receipt.Unreadable");
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public void A_receipt_with_one_letter_changed_never_passes()
    {
        for (var at = 0; at < Good.Length; at += 97)
        {
            var changed = Good[..at] + (Good[at] == 'A' ? 'B' : 'A') + Good[(at + 1)..];

            new ShownReceipt(changed).WhyNotSigned(Root, city.City.Options.Issuer).Should().NotBeNull($"letter {at} was changed");
        }
    }

    [Fact]
    public void A_wrong_signature_is_called_one()
    {
        var jwt = Good[..Good.IndexOf('~', StringComparison.Ordinal)];
        var signature = jwt.LastIndexOf('.') + 5;

        new ShownReceipt(Good[..signature] + (Good[signature] == 'A' ? 'B' : 'A') + Good[(signature + 1)..])
            .WhyNotSigned(Root, null).Should().Be("receipt.SignatureWrong");
    }

    [Fact]
    public async Task A_receipt_of_another_city_is_not_believed()
    {
        await using var other = await City.StartAsync();
        var story = await Story.PlayAsync(other);

        new ShownReceipt(story.Receipt.SdJwt).WhyNotSigned(Root, city.City.Options.Issuer).Should().Be("receipt.IssuerNotTrusted");
        new ShownReceipt(Good).WhyNotSigned(Root, "https://elsewhere.example").Should().Be("receipt.OtherIssuer");
    }

    [Fact]
    [Trait("Feature", "R4")]
    public void Each_way_to_differ_from_the_entry_is_named()
    {
        var (granted, commitment) = Granted();
        string? Why(ConsentGranted entry) => new ShownReceipt(Good).WhyNotOf(city.City.Origin, entry, commitment);

        Why(granted).Should().BeNull();
        new ShownReceipt(Good).WhyNotOf("elsewhere.example/log", granted, commitment).Should().Be("receipt.OtherLog");
        new ShownReceipt(Good).WhyNotOf(city.City.Origin, granted, new byte[32]).Should().Be("receipt.OtherEntry");
        Why(granted with { Grant = GrantId.New() }).Should().Be("receipt.OtherConsent");
        Why(granted with { ConsentDigest = new byte[32] }).Should().Be("receipt.OtherDocument");
        Why(granted with { Recipient = OrganizationId.New() }).Should().Be("receipt.OtherRecipient");
        Why(granted with { EncJkt = Base64Url.Encode(new byte[32]) }).Should().Be("receipt.OtherRecipient");
        Why(granted with { Purpose = "hospital-registration@2" }).Should().Be("receipt.OtherPurpose");
        Why(granted with { Ends = granted.Ends.AddSeconds(1) }).Should().Be("receipt.OtherEnd");
        Why(granted with { Fields = [.. granted.Fields.Skip(1)] }).Should().Be("receipt.OtherFields");
    }

    [Fact]
    public void A_receipt_with_claims_held_back_is_compared_by_what_it_shows()
    {
        var (granted, commitment) = Granted();
        Receipt.TryParse(Good, out var receipt).Should().BeTrue();

        new ShownReceipt(receipt!.Present("notice")).WhyNotOf(city.City.Origin, granted, commitment).Should().BeNull();
    }

    [Fact]
    public void A_file_longer_than_any_receipt_is_not_read()
    {
        var file = city.NewFolder();
        File.WriteAllText(file, new string('a', ShownReceipt.MaxBytes + 1));

        ShownReceipt.Read(new FileInfo(file)).Should().BeNull();
        ShownReceipt.Read(new FileInfo(city.NewFolder())).Should().BeNull();
    }

    [Fact]
    [Trait("Invariant", "I-24")]
    public void Leaves_that_change_after_the_verification_are_not_told()
    {
        var folder = city.Copy(city.Everything);
        var verdict = AuditedCity.Verify(folder);
        var part = Path.Combine(folder, "leaves/000000.jsonl");
        File.WriteAllText(part, File.ReadAllText(part).Replace("\"seq\":1,", "\"seq\":2,", StringComparison.Ordinal));
        GrantId.TryParse(city.Story.Consent.GrantId, out var grant);

        var telling = () => new Explanation(AuditTexts.Of("ja", "Explain")).Tell(new ExportFolder(folder), verdict, grant, null);

        telling.Should().Throw<InvalidDataException>().WithMessage("leaves/000000.jsonl:*");
    }

    [Fact]
    public void Words_of_strangers_cannot_write_into_the_terminal()
    {
        Printable.Of("病院\u001b[2J\u202e\u0000x").Should().Be("病院⟨U+001B⟩[2J⟨U+202E⟩⟨U+0000⟩x");
        Printable.Of(new string('あ', 500)).Should().HaveLength(Printable.MaxChars + "…（500）".Length);
    }

    private (ConsentGranted Granted, byte[] Commitment) Granted()
    {
        var leaf = new VerifiedLeaves(new ExportFolder(city.Everything), city.Job.LeavesTotal).Read()
            .First(one => one.Entry is ConsentGranted entry && entry.Grant.ToString() == city.Story.Consent.GrantId);
        return ((ConsentGranted)leaf.Entry!, leaf.Commitment);
    }
}
