using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Client.Tests;

/// <summary>Entries and receipt contents that are right, for the tests to spoil.</summary>
internal static class TinyEntries
{
    public const string Purpose = "hospital-registration@1";

    public const string Dataset = "basic-four@1";

    public static DateTimeOffset Now => DateTimeOffset.UtcNow;

    public static ConsentGranted Granted(GrantId grant, OrganizationId recipient, byte[] digest, string encJkt) => new(Now)
    {
        Grant = grant,
        ConsentDigest = digest,
        Purpose = Purpose,
        Recipient = recipient,
        Fields = ["birth_date", "name"],
        Starts = Now,
        Ends = Now.AddDays(30),
        RetentionDays = 30,
        Mode = "store",
        EncJkt = encJkt,
        EvidenceType = "device_signature",
        EvidenceDigest = RandomSource.Bytes(32),
    };

    public static ReceiptContent Receipt(
        GrantId grant, OrganizationId recipient, byte[] digest, string encJkt, Es256PublicKey holder, byte[] commitment,
        ResidentRef reference)
    {
        PurposeVersion.TryParse(Purpose, out var purpose).Should().BeTrue();
        return new ReceiptContent
        {
            IssuedAt = Now,
            Expires = Now.AddDays(30),
            Holder = holder,
            Status = StatusPlace.Of(TinyCity.Issuer, 7),
            Grant = grant,
            Log = new LogPlace(TinyCity.Origin, commitment),
            ConsentDigest = digest,
            EncJkt = encJkt,
            Purpose = purpose!,
            Recipient = recipient,
            ResidentRef = reference,
            Attributes = [new ReceiptAttribute("name", "氏名", "dpv:PersonalData", false, false)],
            Notice = new ReceiptNotice("https://tiny.example/notice", new string('a', 43), "ja"),
            LegalBasis = new ReceiptLegalBasis("dpv:Consent", "APPI", "https://tiny.example/withdraw"),
            Retention = ReceiptRetention.Of(UseMode.Store, 30),
            Jurisdiction = new ReceiptJurisdiction("JP", "APPI", [new ReceiptParty(
                recipient.ToString(), "dpv:Recipient", "organisation", "見本病院", "青森県", "https://tiny.example")]),
            ConsentEvidence = new ReceiptEvidence(
                "device_signature", new string('a', 43), Instant.Format(Now), "dpv:DataSubject", "dpv:ConsentGiven", Instant.Format(Now), "P30D"),
        };
    }

    public static DisclosureIntended Intended(
        TinyGrant grant, byte[] requestHash, byte[] call, IReadOnlyList<string> fields, string method) => new(
        Now, grant.Grant, grant.Recipient, Purpose, method, requestHash, call, fields, [.. fields.Select(_ => RandomSource.Bytes(32))]);

    public static Disclosed Disclosed(TinyGrant grant, byte[] intent, byte[] sealedData, IReadOnlyList<string> fields) => new(
        Now, grant.Grant, grant.Recipient, intent, Sha256.Hash(sealedData), 1, fields);
}
