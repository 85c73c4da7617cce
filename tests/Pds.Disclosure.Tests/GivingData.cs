using System.Text;
using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>One good call, looked at from every side.</summary>
[Trait("Feature", "D1")]
public sealed class GivingData : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Feature", "D8")]
    public async Task A_consent_works_from_the_moment_it_is_given()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name", "address"]);

        var outcome = await city.RequestData.RunAsync(given.Ask("name", "address"), city.Hospital.Caller, city.Stop);

        outcome.Should().BeOfType<RequestDataOutcome.Given>();
    }

    [Fact]
    [Trait("Feature", "D2")]
    public async Task Sealed_data_opens_with_the_recipients_key_only()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);
        var input = given.Ask("name");

        var answer = await GetAsync(given, input);

        given.TryOpen(input, answer, city.Hospital.EncryptionKey, out var plaintext).Should().BeTrue();
        Encoding.UTF8.GetString(plaintext).Should().NotBeEmpty();
        given.TryOpen(input, answer, city.Shop.EncryptionKey, out _).Should().BeFalse();
        given.TryOpen(given.Ask("name"), answer, city.Hospital.EncryptionKey, out _).Should().BeTrue("the call bytes are the same");
        given.TryOpen(given.Ask("name", "sex"), answer, city.Hospital.EncryptionKey, out _).Should().BeFalse("the data answers one call");
    }

    [Fact]
    [Trait("Feature", "D11")]
    [Trait("Invariant", "I-11")]
    public async Task Only_the_fields_asked_for_and_consented_to_leave()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name", "address", "sex"]);
        var input = given.Ask("name");

        var record = await OpenOneAsync(given, input);

        record.Fields.Keys.Should().Equal("name");
        record.Fields["name"].Value.GetString().Should().Be("見本 花子");
    }

    [Fact]
    public async Task Intent_and_disclosure_are_proved_in_one_checkpoint()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);

        var answer = await GetAsync(given, given.Ask("name"));

        answer.Intent.Checkpoint.Note.Should().Be(answer.Disclosed.Checkpoint.Note);
        answer.Intent.ToTlogProof().ToString().Should().NotBe(answer.Disclosed.ToTlogProof().ToString());
    }

    [Fact]
    [Trait("Feature", "V5")]
    [Trait("Feature", "V4")]
    public async Task Delivered_data_carries_the_sources_signature()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);

        var record = await OpenOneAsync(given, given.Ask("name"));

        record.IsSignedBy(city.Source.CallKey.PublicKey).Should().BeTrue();
        record.IsSignedBy(city.Shop.CallKey.PublicKey).Should().BeFalse();
        record.Issuer.Should().Be(city.Source.Id.ToString());
        record.Dataset.Should().Be("basic-four@1");
    }

    [Fact]
    [Trait("Feature", "D10")]
    public async Task Identifiers_in_the_payload_are_pairwise()
    {
        var record = await city.WriteAsync(resident);
        var hospital = await city.GiveAsync(resident, city.Hospital, ["name"]);
        var shop = await city.GiveAsync(resident, city.Shop, ["name"]);

        var (atHospital, atShop) = (await PayloadAsync(hospital), await PayloadAsync(shop));

        foreach (var payload in new[] { atHospital, atShop })
        {
            payload.Should().NotContain(resident.ToString()).And.NotContain(record.ToString());
        }

        RecordNames(atHospital).Should().NotIntersectWith(RecordNames(atShop));
        RecordNames(atHospital).Should().OnlyHaveUniqueItems();
        RecordNames(await PayloadAsync(hospital)).Should().Equal(RecordNames(atHospital), "a recipient can recognise what it had before");
    }

    [Fact]
    [Trait("Invariant", "I-03")]
    public async Task Every_answer_has_an_intent_and_a_disclosure_with_valid_proofs()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);
        var input = given.Ask("name");

        var answer = await GetAsync(given, input);

        Proves(answer.Intent);
        Proves(answer.Disclosed);
        answer.Intent.Index.Should().BeLessThan(answer.Disclosed.Index);
        var disclosed = Parsed<Disclosed>(answer.Disclosed);
        disclosed.Intent.Should().Equal(answer.Intent.Commitment);
        disclosed.CiphertextSha256.Should().Equal(Sha256.Hash(answer.SealedData));
        var intended = Parsed<DisclosureIntended>(answer.Intent);
        intended.RequestSha256.Should().Equal(Sha256.Hash(input.Call.Span));
        intended.Cells.Should().ContainSingle();
    }

    [Fact]
    public async Task A_use_receipt_names_the_disclosure()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);

        var answer = await GetAsync(given, given.Ask("name"));

        ActReceipt.TryParse(answer.UseReceipt, out var receipt).Should().BeTrue();
        receipt!.Jws.Verify(city.Signer.PublicKey).Should().BeTrue();
        receipt.Kind.Should().Be(ActKind.Use);
        receipt.Log.Commitment.Should().Equal(answer.Disclosed.Commitment);
        receipt.BodyDigest.Should().Equal(Sha256.Hash(answer.Disclosed.Body));
    }

    [Fact]
    public async Task The_plaintext_is_canonical_json_of_the_documented_form()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);
        var input = given.Ask("name");

        var answer = await GetAsync(given, input);

        given.TryOpen(input, answer, city.Hospital.EncryptionKey, out var plaintext).Should().BeTrue();
        CanonicalJson.TryParse(plaintext, out var root).Should().BeTrue();
        root.EnumerateObject().Select(member => member.Name).Should()
            .Equal("dataset", "grant_id", "purpose", "records", "resident_ref", "v");
        root.GetProperty("resident_ref").GetString().Should().Be(given.Grant.Reference.ToString());
    }

    [Fact]
    public async Task Nothing_to_give_is_a_refusal_and_costs_no_use()
    {
        var empty = await city.NewResidentAsync();
        var given = await city.GiveAsync(empty, city.Hospital, ["name"], CallLimit.Once);

        var outcome = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);
        await city.WriteAsync(empty);
        var again = await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop);

        outcome.Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(RefusalReason.NoData);
        again.Should().BeOfType<RequestDataOutcome.Given>();
    }

    [Fact]
    public async Task A_resident_and_a_recipient_see_the_use_in_their_lists()
    {
        var given = await city.GiveAsync(resident, city.Hospital, ["name"]);
        var answer = await GetAsync(given, given.Ask("name"));
        var uses = new ListUses(city.Recorder);

        var mine = await uses.OfResidentAsync(resident, new UseFilter(), null, 50, city.Stop);
        var theirs = await uses.OfRecipientAsync(city.Hospital.Id, new UseFilter(given.Id), null, 50, city.Stop);
        var others = await uses.OfRecipientAsync(city.Shop.Id, new UseFilter(), null, 50, city.Stop);

        foreach (var page in new[] { mine, theirs })
        {
            page.Uses.Should().ContainSingle().Which.Should().Match<Use>(use =>
                use.Outcome == UseOutcome.Disclosed && use.Records == 1 && use.Index == answer.Intent.Index && use.Recipient == city.Hospital.Id);
            page.Next.Should().BeNull();
        }

        others.Uses.Should().BeEmpty();
    }

    private static T Parsed<T>(RecordedEntry entry)
        where T : LedgerEntry
    {
        LedgerEntry.TryParse(entry.Body, out var parsed).Should().BeTrue();
        return parsed.Should().BeOfType<T>().Subject;
    }

    private static void Proves(RecordedEntry entry) => Proofs.Hold(entry).Should().BeTrue();

    private async Task<RequestDataOutcome.Given> GetAsync(Given given, RequestDataInput input) =>
        (await city.RequestData.RunAsync(input, given.Recipient.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Given>().Subject;

    private async Task<string> PayloadAsync(Given given)
    {
        var input = given.Ask("name");
        given.TryOpen(input, await GetAsync(given, input), given.Recipient.EncryptionKey, out var plaintext).Should().BeTrue();
        return Encoding.UTF8.GetString(plaintext);
    }

    private async Task<SourceRecord> OpenOneAsync(Given given, RequestDataInput input)
    {
        given.TryOpen(input, await GetAsync(given, input), given.Recipient.EncryptionKey, out var plaintext).Should().BeTrue();
        var record = JsonDocument.Parse(plaintext).RootElement.GetProperty("records").EnumerateArray().Should().ContainSingle().Subject;
        SourceRecord.TryParse(
            record.GetProperty("source_jwt").GetString()!,
            record.GetProperty("disclosures").EnumerateArray().Select(disclosure => disclosure.GetString()!), out var source).Should().BeTrue();
        return source!;
    }

    private static IReadOnlyList<string> RecordNames(string payload) =>
        [.. JsonDocument.Parse(payload).RootElement.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("record").GetString()!)];
}
