using System.Text;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

/// <summary>
/// The SDK refuses data without ledger evidence before it opens anything. Where the evidence is spoiled the sealed bytes are made
/// unopenable too: had the SDK tried to open first, the reason would be another one.
/// </summary>
public sealed class EvidenceTests
{
    [Fact]
    [Trait("Feature", "D2")]
    [Trait("Feature", "V5")]
    public async Task Data_with_its_evidence_is_opened()
    {
        await using var here = await EnrolledCity.StartAsync();

        var opened = await here.Client.RequestDataAsync(here.AskName);

        opened.Records.Single().Text("name").Should().Be(TinyDisclosures.Canary);
        opened.Records.Single().Fields.Should().ContainSingle();
        here.Client.Verifier.TryVerifyEntry(opened.Evidence.DisclosedProof, out var entry).Should().BeTrue();
        entry!.Entry.Should().BeOfType<Disclosed>();
    }

    [Fact]
    [Trait("Invariant", "I-03")]
    public async Task Data_without_an_intent_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (_, answer) => answer.Intent = null);

    [Fact]
    public async Task Data_without_a_disclosed_entry_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (_, answer) => answer.Disclosed = null);

    [Fact]
    public async Task An_entry_that_another_log_signed_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
        {
            using var other = new TinyLog(TinyCity.Origin);
            answer.Intent = other.Append(Intent(here));
        });

    [Fact]
    [Trait("Invariant", "I-24")]
    public async Task A_proof_with_one_byte_changed_is_refused()
    {
        await using var here = await EnrolledCity.StartAsync();
        var call = await here.Client.PrepareAsync(here.AskName);
        var length = 0;
        here.City.Behaviour.Data = answer =>
        {
            length = answer.Disclosed.TlogProof.Length;
            return answer;
        };
        await here.Client.SendAsync(call);

        for (var at = 0; at < length; at += 37)
        {
            var place = at;
            here.City.Behaviour.Data = answer =>
            {
                var bytes = answer.Disclosed.TlogProof.ToByteArray();
                bytes[place % bytes.Length] ^= 0x01;
                answer.Disclosed.TlogProof = ByteString.CopyFrom(bytes);
                answer.SealedData = ByteString.CopyFromUtf8("not sealed to us");
                return answer;
            };
            var again = () => here.Client.SendAsync(call);
            (await again.Should().ThrowAsync<PdsException>($"byte {place}")).Which.Reason
                .Should().Be(LocalReasons.LedgerEvidenceRefused, $"byte {place}");
        }
    }

    [Fact]
    public async Task An_intent_for_another_request_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
            answer.Intent = here.City.Log.Append(Intent(here) with { RequestSha256 = Sha256.Hash("other"u8) }));

    [Fact]
    [Trait("Invariant", "I-03")]
    public async Task Mondays_delivery_is_no_answer_to_the_same_request_on_Friday()
    {
        await using var here = await EnrolledCity.StartAsync();
        RequestDataResponse? monday = null;
        here.City.Behaviour.Data = answer => monday ??= answer;
        await here.Client.RequestDataAsync(here.AskName);

        var friday = () => here.Client.RequestDataAsync(here.AskName);

        (await friday.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.LedgerEvidenceRefused);
    }

    [Fact]
    public async Task The_same_call_sent_again_accepts_its_own_earlier_delivery()
    {
        await using var here = await EnrolledCity.StartAsync();
        RequestDataResponse? first = null;
        here.City.Behaviour.Data = answer => first ??= answer;
        var call = await here.Client.PrepareAsync(here.AskName);
        await here.Client.SendAsync(call);

        var again = await here.Client.SendAsync(call);

        again.Records.Should().ContainSingle();
    }

    [Fact]
    public async Task An_intent_for_another_purpose_than_the_receipts_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
            answer.Intent = here.City.Log.Append(Intent(here) with { Purpose = "hospital-history@1" }));

    [Fact]
    [Trait("Feature", "D11")]
    public async Task An_intent_for_a_field_that_was_not_asked_for_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
            answer.Intent = here.City.Log.Append(Intent(here) with { Fields = ["birth_date", "name"] }));

    [Fact]
    public async Task An_intent_for_another_method_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
            answer.Intent = here.City.Log.Append(Intent(here) with { Method = "/pds.v1.DisclosureService/RequestDataBatch" }));

    [Fact]
    public async Task An_intent_for_another_organisation_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
            answer.Intent = here.City.Log.Append(Intent(here) with { Recipient = OrganizationId.New() }));

    [Fact]
    public async Task A_disclosure_of_another_intent_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
            answer.Disclosed = here.City.Log.Append(TinyEntries.Disclosed(
                here.Grant, Sha256.Hash("other"u8), answer.SealedData.ToByteArray(), ["name"])));

    [Fact]
    [Trait("Invariant", "I-04")]
    public async Task A_disclosure_that_stands_before_its_intent_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (here, answer) =>
        {
            var intent = here.City.Log.Commit(Intent(here).ToBody());
            answer.Disclosed = here.City.Log.Append(TinyEntries.Disclosed(
                here.Grant, intent.ToCommitment(), "not sealed to us"u8.ToArray(), ["name"]));
            answer.Intent = here.City.Log.Append(intent); // everything fits, but it was recorded after the data had left
        });

    [Fact]
    public async Task An_index_that_is_not_the_proofs_is_refused() =>
        await RefusesAsync(LocalReasons.LedgerEvidenceRefused, (_, answer) => answer.Disclosed.Index++);

    [Fact]
    public async Task Sealed_bytes_other_than_the_recorded_ones_are_refused() =>
        await RefusesAsync(LocalReasons.SealedDataRefused, (_, answer) =>
        {
            var bytes = answer.SealedData.ToByteArray();
            bytes[^1] ^= 1;
            answer.SealedData = ByteString.CopyFrom(bytes);
        }, garbage: false);

    [Fact]
    [Trait("Feature", "R7")]
    public async Task Data_without_a_use_receipt_is_refused() =>
        await RefusesAsync(LocalReasons.ReceiptRefused, (_, answer) => answer.UseReceipt = "", garbage: false);

    [Fact]
    public async Task A_use_receipt_of_another_kind_is_refused() =>
        await RefusesAsync(LocalReasons.ReceiptRefused, (here, answer) => answer.UseReceipt = Receipt(here, answer, ActKind.Withdraw), garbage: false);

    [Fact]
    public async Task A_use_receipt_of_another_city_is_refused()
    {
        await using var elsewhere = await TinyCity.StartAsync();

        await RefusesAsync(
            LocalReasons.ReceiptRefused, (here, answer) => answer.UseReceipt = Receipt(here, answer, ActKind.Use, elsewhere.Signer), garbage: false);
    }

    [Fact]
    public async Task A_use_receipt_about_another_entry_is_refused() =>
        await RefusesAsync(LocalReasons.ReceiptRefused, (here, answer) =>
        {
            var other = answer.Clone();
            other.Disclosed = here.City.Log.Append(TinyEntries.Disclosed(
                here.Grant, answer.Intent.Commitment.ToByteArray(), [1], ["name"]));
            answer.UseReceipt = Receipt(here, other, ActKind.Use);
        }, garbage: false);

    [Fact]
    [Trait("Feature", "V5")]
    public async Task A_record_whose_source_signature_is_forged_is_refused()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Plaintext = text =>
        {
            var start = text.IndexOf("\"disclosures\"", StringComparison.Ordinal) - 10;
            var changed = new StringBuilder(text);
            changed[start] = changed[start] == 'A' ? 'B' : 'A';
            return changed.ToString();
        };

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.SourceRecordRefused);
    }

    [Fact]
    public async Task A_plaintext_about_another_grant_is_refused()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Plaintext = text => text.Replace(here.Grant.Grant.ToString(), GrantId.New().ToString(), StringComparison.Ordinal);

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(LocalReasons.SealedDataRefused);
    }

    [Fact]
    [Trait("Feature", "D9")]
    public async Task A_batch_answers_item_by_item()
    {
        await using var here = await EnrolledCity.StartAsync();

        var answers = await here.Client.RequestDataBatchAsync([here.AskName, here.AskName, here.AskName]).ToListAsync();

        answers.Select(answer => answer.Item).Should().BeEquivalentTo([0, 1, 2]);
        answers.Single(answer => answer.Item == 1).Refusal!.Reason.Should().Be("CONSENT_PAUSED");
        answers.Where(answer => answer.Item != 1).Should().OnlyContain(answer => answer.Data!.Records.Count == 1);
    }

    [Fact]
    public async Task One_spoiled_item_of_a_batch_does_not_spoil_the_others()
    {
        await using var here = await EnrolledCity.StartAsync();
        var count = 0;
        here.City.Behaviour.Data = answer =>
        {
            if (count++ == 0)
            {
                answer.Intent = null;
            }

            return answer;
        };

        var answers = await here.Client.RequestDataBatchAsync([here.AskName, here.AskName, here.AskName]).ToListAsync();

        answers.Single(answer => answer.Item == 2).Refusal!.Reason.Should().Be(LocalReasons.LedgerEvidenceRefused);
        answers.Single(answer => answer.Item == 0).Data.Should().NotBeNull();
    }

    private const string Method = "/pds.v1.DisclosureService/RequestData";

    // The right intent of the call that arrived last, for a test to change one member of.
    private static DisclosureIntended Intent(EnrolledCity here)
    {
        var message = here.City.Behaviour.Seen.Select(seen => seen.Message).OfType<RequestDataRequest>().Last();
        ReceiptPresentation.TryParse(message.Presentation, out var presentation).Should().BeTrue();
        var call = CallDigest.Of(here.Grant.Recipient, presentation!.Receipt.Issuer, presentation.Call.Jti);
        return TinyEntries.Intended(here.Grant, Sha256.Hash(message.Call.Span), call, ["name"], Method);
    }

    private static string Receipt(EnrolledCity here, RequestDataResponse answer, ActKind kind, ReceiptSigner? signer = null)
    {
        here.Client.Verifier.TryVerifyEntry(answer.Disclosed, out var entry).Should().BeTrue();
        return ActReceipt.Issue(
            signer ?? here.City.Signer, TinyEntries.Now, kind, here.Grant.Grant,
            new LogPlace(TinyCity.Origin, entry!.Commitment), Sha256.Hash(entry.Body));
    }

    private static async Task RefusesAsync(string reason, Action<EnrolledCity, RequestDataResponse> spoil, bool garbage = true)
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Data = answer =>
        {
            spoil(here, answer);
            if (garbage)
            {
                answer.SealedData = ByteString.CopyFromUtf8("not sealed to us");
            }

            return answer;
        };

        var ask = () => here.Client.RequestDataAsync(here.AskName);

        (await ask.Should().ThrowAsync<PdsException>()).Which.Reason.Should().Be(reason);
    }
}
