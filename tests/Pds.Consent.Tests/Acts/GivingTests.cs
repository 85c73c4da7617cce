using System.Text;
using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests.Acts;

/// <summary>Saying yes: this document, by this person, for this consent, and nothing near it.</summary>
public sealed class GivingTests : TownTests
{
    [Fact]
    [Trait("Invariant", "I-20")]
    [Trait("Feature", "B2")]
    public async Task What_was_asked_under_an_organisations_old_keys_is_not_given_to_its_new_ones()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        var hospital = (await OrganizationRow.FindAsync(Town.Rows, Town.Hospital.Id, Stop))!;
        Town.GoTo(Samples.Now.AddMinutes(1));
        await Town.RecordAsync(
            [OrganizationRow.Put(hospital with { EncryptionKey = new Party("").EncryptionKey.PublicKey, KeysSince = Town.Time.Now })]);

        Town.Refused(
            await Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, Town.Sign(Town.Hanako, grant.Id, shown)), RefusalReason.RequestExpired);

        Town.Keys.Last.Should().BeNull("no key was made for whoever holds the new ones");
        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Requested);
        Town.Done(await new DeclineConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, grant.Id), Stop));
        (await Town.GivenAsync(Town.Hanako)).Consent.Grant.State.Should().Be(GrantState.Active, "asked again, it can be given");
    }

    [Fact]
    [Trait("Feature", "R2")]
    [Trait("Feature", "R9")]
    [Trait("Invariant", "I-20")]
    public async Task A_yes_leaves_an_active_consent_its_document_its_keys_and_a_receipt_that_verifies()
    {
        var given = await Town.GivenAsync(Town.Hanako);
        var grant = await Town.ReadAsync(given.Consent.Grant.Id);

        grant.State.Should().Be(GrantState.Active);
        (await Town.HasAsync(Table.GateShares, grant.Id)).Should().BeTrue();
        (await Town.HasAsync(Table.Capsules, grant.Id)).Should().BeTrue();
        Receipt.TryParse(given.Receipt.SdJwt, out var receipt).Should().BeTrue();
        receipt!.IsSignedBy(new KnownSigners(Town.Issuer, Town.Signer.PublicKey)).Should().BeTrue();
        receipt.ConsentDigest.Should().Equal(grant.Given!.ConsentDigest);
        receipt.Log.Commitment.Should().Equal(given.Receipt.Entry.Commitment);
        receipt.Holder.Should().Be(Town.Hospital.CallKey.PublicKey);
        receipt.Attributes!.Select(a => a.Name).Should().Equal(grant.Terms.Fields);
        var document = Town.Done(await NewGetReceipt().DocumentAsync(Town.Hanako.Id, grant.Id, Stop));
        ConsentDocument.DigestOf(document.Document).Should().Equal(grant.Given.ConsentDigest);
    }

    [Fact]
    [Trait("Feature", "C12")]
    public async Task Retention_is_in_the_signed_document_in_the_entry_and_in_the_receipt()
    {
        var given = await Town.GivenAsync(Town.Hanako, choices: new Narrowing { RetentionDays = 21 });
        var grant = given.Consent.Grant;

        var document = JsonDocument.Parse(Town.Done(await NewGetReceipt().DocumentAsync(Town.Hanako.Id, grant.Id, Stop)).Document).RootElement;
        document.GetProperty("terms").GetProperty("retention_days").GetInt32().Should().Be(21);
        document.GetProperty("shown").GetProperty("paragraphs").EnumerateArray()
            .Single(paragraph => paragraph.GetProperty("key").GetString() == "keeping").GetProperty("text").GetString().Should().Contain("21日");
        (await Town.ChainAsync(Town.Hanako)).OfType<ConsentGranted>().Single().RetentionDays.Should().Be(21);
        Receipt.TryParse(given.Receipt.SdJwt, out var receipt).Should().BeTrue();
        receipt!.Retention.Should().BeEquivalentTo(ReceiptRetention.Of(grant.Terms.Mode, 21));
    }

    [Fact]
    [Trait("Invariant", "I-20")]
    [Trait("Feature", "T12")]
    public async Task The_document_shows_who_what_why_benefit_refusal_until_when_and_how_to_stop()
    {
        var grant = await Town.AskAsync(Town.Hanako, "hospital-history@1");
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id, new Narrowing { Ends = TokyoTime.EndOf(new DateOnly(2026, 6, 30)) });

        using var json = JsonDocument.Parse(shown.Document.Bytes);
        var paragraphs = json.RootElement.GetProperty("shown").GetProperty("paragraphs").EnumerateArray()
            .ToDictionary(p => p.GetProperty("key").GetString()!, p => p.GetProperty("text").GetString()!);
        paragraphs.Keys.Should().Equal("who", "what", "why", "benefit", "refusal", "until", "range", "calls", "keeping", "stop", "record");
        paragraphs["who"].Should().Be("むつ総合病院");
        paragraphs["what"].Should().Contain("病名").And.Contain("とくに大切に扱う情報");
        paragraphs["until"].Should().Be("2026年4月10日（令和8年）から2026年6月30日（令和8年）まで");
        paragraphs["keeping"].Should().Be("見るだけで、残しません。");
        CanonicalJson.TryParse(shown.Document.Bytes, out _).Should().BeTrue("the bytes are canonical");
        json.RootElement.GetProperty("salt").GetString()!.Length.Should().Be(43);
    }

    [Fact]
    public async Task Two_documents_of_the_same_choices_have_nothing_equal_but_their_words()
    {
        var grant = await Town.AskAsync(Town.Hanako);

        var first = await Town.ShowAsync(Town.Hanako, grant.Id);
        var second = await Town.ShowAsync(Town.Hanako, grant.Id);

        second.Document.Digest.Should().NotEqual(first.Document.Digest);
        Town.Refused(
            await Town.GiveAsync(Town.Hanako, grant.Id, first.Document.Bytes, Town.Sign(Town.Hanako, grant.Id, first)),
            RefusalReason.DocumentNotCurrent);
    }

    [Fact]
    [Trait("Feature", "C1")]
    [Trait("Feature", "D11")]
    public async Task The_residents_own_choices_are_what_is_given()
    {
        var given = await Town.GivenAsync(Town.Hanako, choices: new Narrowing
        {
            Fields = ["status", "start"],
            Ends = TokyoTime.EndOf(new DateOnly(2026, 4, 30)),
            Calls = CallLimit.Once,
            Range = new DataRange(new DateOnly(2026, 4, 1), new DateOnly(2026, 5, 1)),
            Mode = UseMode.View,
        });

        var terms = given.Consent.Grant.Terms;
        terms.Fields.Should().Equal("start", "status");
        terms.Ends.Should().Be(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.FromHours(9)));
        (terms.Calls, terms.Mode, terms.RetentionDays).Should().Be((CallLimit.Once, UseMode.View, 0));
        Town.Keys.Last!.Fields.Should().Equal("start", "status");
    }

    [Fact]
    public async Task A_choice_wider_than_asked_or_without_a_required_field_is_refused()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var prepare = new PrepareConsentDocument(Town.Recorder);

        Town.Refused(await prepare.RunAsync(Town.Hanako.Id, grant.Id, new Narrowing { Fields = ["status"] }, Stop), RefusalReason.FieldsNotInPurpose)
            .Field.Should().Be("start");
        Narrowing[] wider =
        [
            new() { Fields = ["status", "start", "reason"] },
            new() { Ends = grant.Terms.Ends.AddSeconds(1) },
            new() { Range = DataRange.Unbounded },
            new() { Calls = new CallLimit(25, CallPeriod.Day) },
            new() { RetentionDays = 93 },
        ];
        foreach (var choice in wider)
        {
            Town.Refused(await prepare.RunAsync(Town.Hanako.Id, grant.Id, choice, Stop), RefusalReason.NotNarrower);
        }
    }

    [Fact]
    [Trait("Feature", "R4")]
    [Trait("Invariant", "I-20")]
    public async Task A_valid_signature_over_something_else_is_refused()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var other = await Town.AskAsync(Town.Hanako, "hospital-registration@1");
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        var digest = shown.Document.Digest;
        using var unknown = Es256Key.Create();
        (string Defect, string Jws)[] forged =
        [
            ("another person's device", EvidenceCheck.Sign(Town.Taro.Device, Town.Origin, grant.Id, digest, Town.Time.Now)),
            ("a device nobody enrolled", EvidenceCheck.Sign(unknown, Town.Origin, grant.Id, digest, Town.Time.Now)),
            ("another document", EvidenceCheck.Sign(Town.Hanako.Device, Town.Origin, grant.Id, Sha256.Hash([1]), Town.Time.Now)),
            ("another consent", EvidenceCheck.Sign(Town.Hanako.Device, Town.Origin, other.Id, digest, Town.Time.Now)),
            ("another ledger", EvidenceCheck.Sign(Town.Hanako.Device, "pds.other.example/log", grant.Id, digest, Town.Time.Now)),
            ("before it was shown", EvidenceCheck.Sign(Town.Hanako.Device, Town.Origin, grant.Id, digest, Town.Time.Now.AddSeconds(-61))),
            ("from the future", EvidenceCheck.Sign(Town.Hanako.Device, Town.Origin, grant.Id, digest, Town.Time.Now.AddSeconds(61))),
            ("no token", "x"),
            ("nothing", ""),
        ];

        foreach (var (defect, jws) in forged)
        {
            var outcome = await Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, new Evidence.DeviceSignature(jws));
            outcome.Should().BeOfType<Outcome<ConsentGiven>.Refused>(defect).Which.Reason.Should().Be(RefusalReason.EvidenceNotAccepted, defect);
        }

        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Requested);
        (await Town.ChainAsync(Town.Hanako)).Should().AllBeOfType<ConsentRequested>();
    }

    [Fact]
    [Trait("Feature", "R4")]
    [Trait("Invariant", "I-18")]
    public async Task Every_flipped_bit_of_the_document_and_of_the_evidence_is_refused()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        var evidence = Town.Sign(Town.Hanako, grant.Id, shown);
        var device = Town.Hanako.Row(Town.Time.Now);
        var expected = new EvidenceExpected(Town.Origin, Town.Hanako.Id, grant.Id, shown.Document.Digest, Town.Time.Now, Town.Time.Now);
        EvidenceCheck.TryVerify(evidence, device, expected).Should().BeTrue();

        foreach (var flipped in Flips(shown.Document.Bytes))
        {
            EvidenceCheck.TryVerify(evidence, device, expected with { ConsentDigest = ConsentDocument.DigestOf(flipped) }).Should().BeFalse();
        }

        foreach (var flipped in Flips(evidence.ToBytes()))
        {
            EvidenceCheck.TryVerify(new Evidence.DeviceSignature(Encoding.Latin1.GetString(flipped)), device, expected).Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_document_can_be_signed_for_thirty_minutes()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        Town.Time.Now += ConsentDocument.SignWithin;

        Town.Refused(
            await Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, Town.Sign(Town.Hanako, grant.Id, shown)),
            RefusalReason.DocumentNotCurrent);
    }

    [Fact]
    [Trait("Feature", "S6")]
    public async Task Nobody_else_can_see_give_or_decline_it()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);

        Town.Refused(await new PrepareConsentDocument(Town.Recorder).RunAsync(Town.Taro.Id, grant.Id, Narrowing.None, Stop), RefusalReason.NotFound);
        Town.Refused(await Town.GiveAsync(Town.Taro, grant.Id, shown.Document.Bytes, Town.Sign(Town.Taro, grant.Id, shown)), RefusalReason.NotFound);
        Town.Refused(await new DeclineConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Taro, grant.Id), Stop), RefusalReason.NotFound);
    }

    [Fact]
    [Trait("Feature", "C2")]
    public async Task What_is_answered_cannot_be_answered_again()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        var evidence = Town.Sign(Town.Hanako, grant.Id, shown);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, evidence)));

        outcomes.OfType<Outcome<ConsentGiven>.Done>().Should().ContainSingle();
        (await Town.ChainAsync(Town.Hanako)).OfType<ConsentGranted>().Should().ContainSingle();
        Town.Refused(await new DeclineConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, grant.Id), Stop), RefusalReason.MoveNotAllowed);
    }

    [Fact]
    [Trait("Feature", "C8")]
    public async Task A_yes_that_races_with_the_end_of_its_purpose_loses()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        Town.Keys.Meanwhile = async () => Town.Done(await new InvalidatePurpose(Town.Recorder).RunAsync(
            grant.Purpose, new InvalidationInput { ReasonJa = "計画が終わりました。" }, Stop));

        var outcome = await Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, Town.Sign(Town.Hanako, grant.Id, shown));

        outcome.Should().BeOfType<Outcome<ConsentGiven>.Refused>();
        (await Town.ReadAsync(grant.Id)).State.Should().Be(GrantState.Inapplicable);
        (await Town.HasAsync(Table.GateShares, grant.Id)).Should().BeFalse();
    }

    [Fact]
    public async Task An_erased_vault_or_a_suspended_organisation_gets_no_consent()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        var evidence = Town.Sign(Town.Hanako, grant.Id, shown);

        Town.Keys.VaultIsGone = true;
        Town.Refused(await Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, evidence), RefusalReason.NotFound);
        Town.Keys.VaultIsGone = false;
        var hospital = (await OrganizationRow.FindAsync(Town.Rows, Town.Hospital.Id, Stop))!;
        await Town.RecordAsync([OrganizationRow.Put(hospital with { State = OrganizationState.Suspended })]);
        Town.Refused(await Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, evidence), RefusalReason.OrganizationNotInGoodStanding);
    }

    [Fact]
    [Trait("Feature", "R2")]
    public async Task A_receipt_lost_between_commit_and_making_is_made_once_from_the_entry()
    {
        var given = await Town.GivenAsync(Town.Hanako);
        var id = given.Consent.Grant.Id;
        var (stored, version) = (await DocumentRows.FindReceiptAsync(Town.Rows, id, Stop))!.Value;
        await Town.RecordAsync([DocumentRows.PutReceipt(given.Consent.Grant, stored with { SdJwt = null, EntryIndex = null }, version)]);
        await Town.RestartAsync();

        var first = Town.Done(await NewGetReceipt().ForRecipientAsync(Town.Hospital.Id, id, Stop));
        var second = Town.Done(await NewGetReceipt().ForRecipientAsync(Town.Hospital.Id, id, Stop));

        second.SdJwt.Should().Be(first.SdJwt);
        first.Entry.Index.Should().Be(given.Receipt.Entry.Index);
        Receipt.TryParse(first.SdJwt, out var receipt).Should().BeTrue();
        receipt!.Log.Commitment.Should().Equal(given.Receipt.Entry.Commitment);
    }

    [Fact]
    [Trait("Invariant", "I-14")]
    public async Task A_receipt_never_made_is_not_made_for_a_key_the_consent_was_not_given_to()
    {
        var given = await Town.GivenAsync(Town.Hanako);
        var id = given.Consent.Grant.Id;
        var (stored, version) = (await DocumentRows.FindReceiptAsync(Town.Rows, id, Stop))!.Value;
        await Town.RecordAsync([DocumentRows.PutReceipt(given.Consent.Grant, stored with { SdJwt = null, EntryIndex = null }, version)]);
        using var other = Es256Key.Create();
        await ReplaceKeyAsync(other);

        Town.Refused(await NewGetReceipt().ForRecipientAsync(Town.Hospital.Id, id, Stop), RefusalReason.RequestExpired);
        Town.Refused(await NewGetReceipt().ForResidentAsync(Town.Hanako.Id, id, Stop), RefusalReason.RequestExpired);
        (await DocumentRows.FindReceiptAsync(Town.Rows, id, Stop))!.Value.Receipt.SdJwt.Should().BeNull();
    }

    [Fact]
    public async Task A_receipt_once_made_stays_bound_to_the_key_it_was_made_for()
    {
        var given = await Town.GivenAsync(Town.Hanako);
        using var other = Es256Key.Create();
        await ReplaceKeyAsync(other);

        var again = Town.Done(await NewGetReceipt().ForRecipientAsync(Town.Hospital.Id, given.Consent.Grant.Id, Stop));

        again.SdJwt.Should().Be(given.Receipt.SdJwt);
        Receipt.TryParse(again.SdJwt, out var receipt).Should().BeTrue();
        receipt!.Holder.Equals(Town.Hospital.CallKey.PublicKey).Should().BeTrue();
    }

    [Fact]
    [Trait("Feature", "S6")]
    public async Task The_recipient_gets_the_sealed_share_and_nobody_else_does()
    {
        var given = await Town.GivenAsync(Town.Hanako);
        var id = given.Consent.Grant.Id;

        Town.Done(await NewGetReceipt().ForRecipientAsync(Town.Hospital.Id, id, Stop)).SealedShare.Should().NotBeEmpty();
        Town.Done(await NewGetReceipt().ForResidentAsync(Town.Hanako.Id, id, Stop)).SealedShare.Should().BeEmpty();
        Town.Refused(await NewGetReceipt().ForRecipientAsync(Town.Water.Id, id, Stop), RefusalReason.NotFound);
        Town.Refused(await NewGetReceipt().ForResidentAsync(Town.Taro.Id, id, Stop), RefusalReason.NotFound);
    }

    private async Task ReplaceKeyAsync(Es256Key key)
    {
        var hospital = (await OrganizationRow.FindAsync(Town.Rows, Town.Hospital.Id, Stop))!;
        await Town.RecordAsync([OrganizationRow.Put(hospital with { CallKey = key.PublicKey, KeysSince = Town.Time.Now })]);
    }

    private GetReceipt NewGetReceipt() => new(Town.Recorder, Town.Receipts);

    private static IEnumerable<byte[]> Flips(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }
}
