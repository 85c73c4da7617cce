using System.Text;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests.Receipts;

/// <summary>A city with its root and signer, a hospital with its key, and the receipt between them.</summary>
internal sealed class ReceiptWorld : IDisposable
{
    public const string Issuer = "https://pds.city.mutsu.example";
    public const string Origin = "pds.city.mutsu.example/ledger";
    public const string Method = "/pds.v1.DisclosureService/RequestData";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private readonly Es256Key signerKey = Es256Key.Create();

    public ReceiptWorld(string issuer = Issuer)
    {
        var validity = new CertificateValidity(Now.AddDays(-1), Now.AddDays(365));
        Root = CertificateAuthority.CreateRoot("むつ市 PDS root", validity);
        Signer = new ReceiptSigner(signerKey, [Root.IssueSigner(signerKey.PublicKey, issuer, validity)], issuer);
        Trust = new KnownSigners(issuer, signerKey.PublicKey);
        Verifier = new ReceiptVerifier(new TrustedRoots(Root.Certificate));
    }

    public CertificateAuthority Root { get; }

    public Es256Key SignerKey => signerKey;

    public ReceiptSigner Signer { get; }

    public KnownSigners Trust { get; }

    public ReceiptVerifier Verifier { get; }

    public Es256Key Hospital { get; } = Es256Key.Create();

    public static LogPlace Log(string of = "granted") => new(Origin, Sha256.Hash(Encoding.UTF8.GetBytes(of)));

    public ReceiptContent Content(bool actedBy = false, int statusNumber = 77_777)
    {
        PurposeVersion.TryParse("hospital-intake@1", out var purpose).Should().BeTrue();
        var reference = ResidentRef.New();
        var recipient = OrganizationId.New();
        return new ReceiptContent
        {
            IssuedAt = Now,
            Expires = Now.AddDays(120),
            Holder = Hospital.PublicKey,
            Status = StatusPlace.Of(Signer.Issuer, statusNumber),
            Grant = GrantId.New(),
            Log = Log(),
            ConsentDigest = Sha256.Hash("consent document"u8),
            EncJkt = Base64Url.Encode(Sha256.Hash("encryption key"u8)),
            Purpose = purpose,
            Recipient = recipient,
            ResidentRef = reference,
            Attributes =
            [
                ReceiptAttribute.Of(new FieldDefinition("name", "氏名", new TextType(100)), optional: false),
                ReceiptAttribute.Of(new FieldDefinition("address", "住所", new TextType(100), Sensitive: true), optional: true),
            ],
            Notice = new ReceiptNotice("https://hospital.example/notice/1", Base64Url.Encode(Sha256.Hash("notice"u8)), "ja"),
            LegalBasis = new ReceiptLegalBasis("dpv:Consent", "個人情報の保護に関する法律 第69条第2項第1号", "いつでも、窓口・電話・画面から取りやめられます。"),
            Retention = ReceiptRetention.Of(UseMode.Store, 30),
            Jurisdiction = new ReceiptJurisdiction("JP", "個人情報の保護に関する法律",
            [
                new ReceiptParty(Signer.Issuer, "dpv:DataController", "dpv:PublicAuthority", "むつ市", "青森県むつ市中央一丁目8番1号", "0175-00-0000"),
                new ReceiptParty(recipient.ToString(), "dpv:Recipient", "dpv:Organisation", "見本病院", "青森県むつ市小川町", "0175-00-0001"),
            ]),
            ConsentEvidence = new ReceiptEvidence(
                "device_signature", Base64Url.Encode(Sha256.Hash("evidence"u8)), Instant.Format(Now), reference.ToString(),
                "dpv:ConsentGiven", Instant.Format(Now), "P120D"),
            ActedBy = actedBy ? new ReceiptActor("guardian", "ref_guardian", "法定代理人") : null,
        };
    }

    public string Issue(bool actedBy = false, int statusNumber = 77_777) =>
        new ReceiptIssuer(Signer).Issue(Content(actedBy, statusNumber));

    public Receipt Parsed(bool actedBy = false, int statusNumber = 77_777) => Parse(Issue(actedBy, statusNumber));

    public static Receipt Parse(string text) =>
        Receipt.TryParse(text, out var receipt) ? receipt : throw new InvalidOperationException("Not a receipt.");

    public static CallBinding Call() => new(CallBinding.NewJti(), Sha256.Hash("request"u8), Method);

    public string Present(Receipt receipt, params string[] disclose) =>
        ReceiptPresentation.Create(receipt, disclose, Hospital, Now, Call());

    /// <summary>A receipt whose visible claims were changed before an honest signature: what only the issuer could do.</summary>
    public string IssueChanged(Action<JsonObject> change, Func<SdDisclosure, bool>? keep = null)
    {
        var receipt = Parsed();
        var payload = JsonNode.Parse(receipt.SdJwt.IssuerJwt.Payload.GetRawText())!.AsObject();
        change(payload);
        var jwt = CompactJws.Sign(signerKey, Receipt.Typ, payload, CertificateHeader.Of(Signer.CertificateChain));
        return SdJwt.Join(jwt, receipt.SdJwt.Disclosures.Where(keep ?? (_ => true)).Select(d => d.Encoded));
    }

    public void Dispose()
    {
        Root.Dispose();
        signerKey.Dispose();
        Hospital.Dispose();
    }
}
