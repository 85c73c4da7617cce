using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Gives and stops consents the way the consent actions do, in one command each, without their pages and documents.</summary>
internal static class Consents
{
    public static async Task<Given> GiveAsync(
        this City city, ResidentId resident, Party recipient, IReadOnlyList<string> fields, CallLimit? calls = null,
        ResidentRef? reference = null, DataRange? range = null)
    {
        var now = city.Time.GetUtcNow();
        var purpose = await PurposeAsync(city, recipient);
        GrantTerms.TryCreate(
            fields, now.AddMinutes(-1), now.AddDays(30), range ?? DataRange.Unbounded, calls ?? new CallLimit(100_000, CallPeriod.Day), 30,
            UseMode.Store, out var terms, out var fault).Should().BeTrue(fault);
        var digest = Sha256.Hash(RandomSource.Bytes(32));
        var grant = new Grant
        {
            Id = GrantId.New(),
            Request = ConsentRequestId.New(),
            Resident = resident,
            Reference = reference ?? ResidentRef.New(),
            Recipient = recipient.Id,
            Purpose = purpose.Id,
            Dataset = purpose.Dataset,
            Terms = terms!,
            State = GrantState.Active,
            AskedAt = Instant.Truncate(now),
            AnswerBefore = Instant.Truncate(now.AddDays(30)),
            ChangedAt = Instant.Truncate(now),
            Given = new GivenConsent(
                Instant.Truncate(now), digest, recipient.EncryptionKey.PublicKey.Thumbprint, Random.Shared.Next(StatusList.EntriesInAList),
                "device_signature", Sha256.Hash([1])),
        };

        var keys = (await new GrantKeyMaker(city.Custodian, city.Gate, city.Recorder.PublicKey).MakeAsync(
            new GrantKeysWanted(
                grant.Id, resident, grant.Dataset, terms!.Fields, digest, recipient.Id, recipient.EncryptionKey.PublicKey), city.Stop))!;
        var recording = await city.Recorder.RecordAsync(
            new Command([GrantRow.Put(grant), .. keys.Changes], [new EntryDraft(ChainId.Resident(resident), EntryOf(grant, keys))]), city.Stop);
        var entry = recording.Should().BeOfType<Recording.Done>().Subject.Entries[0];
        return new Given(city, recipient, resident, grant, ReceiptOf(city, recipient, grant, entry), keys.SealedRecipientShare);
    }

    /// <summary>Takes a consent back; answers with the index of the withdrawal.</summary>
    public static async Task<long> WithdrawAsync(this City city, Given given)
    {
        city.Latch.Hold(given.Id);
        while (true)
        {
            var grant = (await GrantRow.FindAsync(city.Rows, given.Id, city.Stop))!;
            var recording = await city.Recorder.RecordAsync(
                new Command(
                    [GrantRow.Put(grant with { State = GrantState.Withdrawn }), .. GrantKeys.Destroy(grant.Id)],
                    [new EntryDraft(ChainId.Resident(grant.Resident), new ConsentWithdrawn(city.Time.GetUtcNow(), grant.Id, grant.Recipient))]),
                city.Stop);
            if (recording is Recording.Done done)
            {
                city.Latch.Settle(given.Id);
                return done.Entries[0].Index;
            }
        }
    }

    public static async Task SetStateAsync(this City city, Given given, GrantState state)
    {
        var grant = (await GrantRow.FindAsync(city.Rows, given.Id, city.Stop))!;
        var entry = state == GrantState.Paused
            ? (LedgerEntry)new ConsentPaused(city.Time.GetUtcNow(), grant.Id, grant.Recipient)
            : new ConsentResumed(city.Time.GetUtcNow(), grant.Id, grant.Recipient);
        (await city.Recorder.RecordAsync(
            new Command([GrantRow.Put(grant with { State = state })], [new EntryDraft(ChainId.Resident(grant.Resident), entry)]), city.Stop))
            .Should().BeOfType<Recording.Done>();
    }

    private static async Task<Purpose> PurposeAsync(City city, Party recipient)
    {
        var template = MunicipalCatalogue.Purposes.Single(purpose => purpose.Id.ToString() == "hospital-registration@1");
        PurposeVersion.TryParse(recipient == city.Hospital ? "hospital-registration@1" : "shop-membership@1", out var id).Should().BeTrue();
        if (await PurposeRow.FindAsync(city.Rows, id, city.Stop) is { } known)
        {
            return known;
        }

        var purpose = template.For(recipient.Row, city.Time.GetUtcNow()) with { Id = id, State = PurposeState.Approved };
        await city.RecordRowsAsync([PurposeRow.Put(purpose)]);
        return (await PurposeRow.FindAsync(city.Rows, id, city.Stop))!;
    }

    private static ConsentGranted EntryOf(Grant grant, GrantKeys keys) => new(grant.ChangedAt)
    {
        Grant = grant.Id,
        ConsentDigest = grant.Given!.ConsentDigest,
        Purpose = grant.Purpose.ToString(),
        Recipient = grant.Recipient,
        Fields = grant.Terms.Fields,
        Starts = grant.Terms.Starts,
        Ends = grant.Terms.Ends,
        RetentionDays = grant.Terms.RetentionDays,
        Mode = "store",
        EncJkt = grant.Given.EncJkt,
        EvidenceType = grant.Given.EvidenceType,
        EvidenceDigest = grant.Given.EvidenceDigest,
        SealedLedgerShare = keys.SealedLedgerShare,
    };

    private static Receipt ReceiptOf(City city, Party recipient, Grant grant, RecordedEntry entry)
    {
        var text = new ReceiptIssuer(city.Signer).Issue(new ReceiptContent
        {
            IssuedAt = city.Time.GetUtcNow(),
            Expires = grant.Terms.Ends,
            Holder = recipient.CallKey.PublicKey,
            Status = StatusPlace.Of(City.Issuer, grant.Given!.StatusIndex),
            Grant = grant.Id,
            Log = new LogPlace(City.Origin, entry.Commitment),
            ConsentDigest = grant.Given.ConsentDigest,
            EncJkt = grant.Given.EncJkt,
            Purpose = grant.Purpose,
            Recipient = grant.Recipient,
            ResidentRef = grant.Reference,
            Attributes = [.. grant.Terms.Fields.Select(field => ReceiptAttribute.Of(city.Dataset.Field(field)!, optional: true))],
            Notice = new ReceiptNotice($"{City.Issuer}/notice", Base64Url.Encode(grant.Given.ConsentDigest), "ja"),
            LegalBasis = new ReceiptLegalBasis("dpv:Consent", "個人情報保護法", "いつでもやめられます"),
            Retention = ReceiptRetention.Of(grant.Terms.Mode, grant.Terms.RetentionDays),
            Jurisdiction = new ReceiptJurisdiction("JP", "個人情報保護法", []),
            ConsentEvidence = new ReceiptEvidence(
                grant.Given.EvidenceType, Base64Url.Encode(grant.Given.EvidenceDigest), Instant.Format(city.Time.GetUtcNow()),
                grant.Reference.ToString(), "dpv:ConsentGiven", Instant.Format(grant.Terms.Starts), "P30D"),
        });
        Receipt.TryParse(text, out var receipt).Should().BeTrue();
        return receipt!;
    }
}
