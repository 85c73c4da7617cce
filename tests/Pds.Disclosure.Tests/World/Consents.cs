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
                Instant.Truncate(now), digest, recipient.EncryptionKey.PublicKey.Thumbprint, recipient.CallKey.PublicKey.Jkt, Random.Shared.Next(StatusList.EntriesInAList),
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

    /// <summary>
    /// Asked, shown, signed and given through the very actions of the server, so that a race against them is a race against the real thing.
    /// </summary>
    public static async Task<Given> GiveByActionsAsync(this City city, ResidentId resident, Party recipient, IReadOnlyList<string> fields)
    {
        var purpose = await PurposeAsync(city, recipient);
        var (device, reference) = (await city.DeviceAsync(resident), await city.ReferenceAsync(resident, recipient));
        var asked = Done(await new RequestConsent(city.Recorder).RunAsync(
            new RequestConsentInput(recipient.Id, reference, [new AskedItem { Purpose = purpose.Id, Fields = fields }]), city.Stop));
        var grant = asked.Items.Single().Grant;
        var shown = Done(await new PrepareConsentDocument(city.Recorder).RunAsync(resident, grant.Id, Narrowing.None, city.Stop));
        var input = new GrantConsentInput
        {
            Resident = resident,
            Grant = grant.Id,
            Document = shown.Document.Bytes,
            Evidence = new Evidence.DeviceSignature(EvidenceCheck.Sign(device, City.Origin, grant.Id, shown.Document.Digest, city.Time.GetUtcNow())),
        };
        var given = Done(await city.GrantConsent.RunAsync(input, city.Stop));
        Receipt.TryParse(given.Receipt.SdJwt, out var receipt).Should().BeTrue();
        return new Given(city, recipient, resident, given.Consent.Grant, receipt!, given.Receipt.SealedShare);
    }

    /// <summary>Takes a consent back as its resident does; answers with the index of the withdrawal.</summary>
    public static async Task<long> WithdrawAsync(this City city, Given given) => Done(await city.WithdrawConsent.RunAsync(
        new ResidentAct { Resident = given.Resident, Grant = given.Id }, city.Stop)).Entry.Index;

    /// <summary>Approves the next version of a consent's purpose, which narrows it.</summary>
    public static async Task<Purpose> NarrowAsync(this City city, Given given, Func<Purpose, Purpose> how)
    {
        var before = (await PurposeRow.FindAsync(city.Rows, given.Grant.Purpose, city.Stop))!;
        PurposeVersion.TryCreate(before.Id.Code, before.Id.Version + 1, out var id).Should().BeTrue();
        await city.RecordRowsAsync(
            [PurposeRow.Put(how(before with { Id = id, RowVersion = 0 })), PurposeRow.Put(before with { NarrowedBy = id.Version })]);
        return (await PurposeRow.FindAsync(city.Rows, id, city.Stop))!;
    }

    public static T Done<T>(Outcome<T> outcome) =>
        outcome is Outcome<T>.Done done ? done.Value : throw new InvalidOperationException(((Outcome<T>.Refused)outcome).Why.ToString());

    private static async Task<Es256Key> DeviceAsync(this City city, ResidentId resident)
    {
        if (city.Devices.TryGetValue(resident, out var known))
        {
            return known;
        }

        var device = city.Devices[resident] = Es256Key.Create();
        DeviceId.TryParse(device.PublicKey.Jkt, out var id).Should().BeTrue();
        await city.RecordRowsAsync([DeviceRow.Put(new Device(id, resident, device.PublicKey, city.Time.GetUtcNow()))]);
        return device;
    }

    private static async Task<ResidentRef> ReferenceAsync(this City city, ResidentId resident, Party recipient)
    {
        if (await ReferenceRow.FindAsync(city.Rows, resident, recipient.Id, city.Stop) is { } known)
        {
            return known.Ref;
        }

        var reference = new Reference(ResidentRef.New(), resident, recipient.Id);
        await city.RecordRowsAsync(ReferenceRow.Put(reference));
        return reference.Ref;
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
