using Google.Protobuf;
using Pds.Consent;
using Pds.Ledger;
using WireReceipt = Pds.Protocol.V1.Receipt;

namespace Pds.Client.Tests;

public sealed class ReceiptTests
{
    [Fact]
    [Trait("Feature", "R2")]
    public async Task A_good_receipt_is_kept_and_verifies_offline()
    {
        await using var here = await EnrolledCity.StartAsync();

        var kept = here.Client.Receipts.Find(here.Grant.Grant.ToString());

        var offline = new OfflineVerifier(here.City.Log.Signer.Verifier, here.City.Authority.Certificate);
        offline.TryVerifyReceipt(kept!.Receipt, DateTimeOffset.UtcNow, out var receipt).Should().BeTrue();
        receipt!.Recipient.ToString().Should().Be(here.Client.OrganizationId);
    }

    [Fact]
    public async Task An_expired_receipt_is_refused()
    {
        await using var here = await EnrolledCity.StartAsync();

        here.Client.Verifier.TryVerifyReceipt(here.Grant.Receipt.SdJwt, DateTimeOffset.UtcNow.AddDays(31), out _).Should().BeFalse();
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task A_receipt_with_one_letter_changed_is_refused()
    {
        await using var here = await EnrolledCity.StartAsync();
        var text = here.Grant.Receipt.SdJwt;

        for (var at = 0; at < text.Length; at += 53)
        {
            var changed = text.ToCharArray();
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            here.Client.Verifier.TryVerifyReceipt(new string(changed), DateTimeOffset.UtcNow, out _).Should().BeFalse($"letter {at}");
        }
    }

    [Fact]
    public async Task A_receipt_of_another_city_is_not_kept()
    {
        await using var elsewhere = await TinyCity.StartAsync();
        await RefusesAsync(LocalReasons.ReceiptRefused, (here, receipt) =>
        {
            receipt.SdJwt = new ReceiptIssuer(elsewhere.Signer).Issue(Content(here));
            return receipt;
        });
    }

    [Fact]
    public async Task A_receipt_for_another_organisation_is_not_kept() =>
        await RefusesAsync(LocalReasons.ReceiptRefused, (here, receipt) =>
        {
            receipt.SdJwt = new ReceiptIssuer(here.City.Signer).Issue(Content(here) with { Recipient = OrganizationId.New() });
            return receipt;
        });

    [Fact]
    public async Task A_receipt_bound_to_another_key_is_not_kept()
    {
        using var other = Cryptography.Es256Key.Create();
        await RefusesAsync(LocalReasons.ReceiptRefused, (here, receipt) =>
        {
            receipt.SdJwt = new ReceiptIssuer(here.City.Signer).Issue(Content(here) with { Holder = other.PublicKey });
            return receipt;
        });
    }

    [Fact]
    public async Task A_receipt_whose_consent_is_not_in_the_ledger_is_not_kept() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (_, receipt) =>
        {
            receipt.Evidence = null;
            return receipt;
        });

    [Fact]
    public async Task A_receipt_that_names_another_document_than_the_ledger_is_not_kept() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, receipt) =>
        {
            receipt.Evidence = here.City.Log.Append(TinyEntries.Granted(
                here.Grant.Grant, here.Grant.Recipient, new byte[32], here.Grant.EncryptionKey.Thumbprint));
            return receipt;
        });

    [Fact]
    public async Task A_share_sealed_to_somebody_else_gives_no_call()
    {
        await using var here = await EnrolledCity.StartAsync(withReceipt: false);
        here.City.Behaviour.Receipt = receipt =>
        {
            using var other = Cryptography.HpkePrivateKey.Create();
            receipt.SealedShare = ByteString.CopyFrom(other.PublicKey.Seal([], [], here.Grant.Share));
            return receipt;
        };
        await here.Client.FetchReceiptAsync(here.Grant.Grant.ToString());

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.ReceiptRefused);
    }

    private static ReceiptContent Content(EnrolledCity here)
    {
        Receipt.TryParse(here.Grant.Receipt.SdJwt, out var good).Should().BeTrue();
        return TinyEntries.Receipt(
            good!.Grant, good.Recipient, good.ConsentDigest, good.EncJkt, good.Holder, good.Log.Commitment, here.Grant.Reference);
    }

    private static async Task RefusesAsync(string reason, Func<EnrolledCity, WireReceipt, WireReceipt> spoil)
    {
        await using var here = await EnrolledCity.StartAsync(withReceipt: false);
        here.City.Behaviour.Receipt = receipt => spoil(here, receipt.Clone());

        var fetch = () => here.Client.FetchReceiptAsync(here.Grant.Grant.ToString());

        (await fetch.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(reason);
        here.Client.Receipts.Count.Should().Be(0);
    }
}
