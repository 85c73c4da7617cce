using System.Text.Json.Nodes;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.TestCity;
using Evidence = Pds.Protocol.V1.Evidence;

namespace Pds.Server.Tests.Calls;

/// <summary>
/// A well-made call by the right caller whose content is somebody else's, forged, used up or out of date: refused with its reason, and
/// nothing is entered. With <see cref="BadInput"/> and the isolation tests this is the matrix of bad input for every method.
/// </summary>
[Collection(nameof(CityFixture))]
public sealed class ForgedContents(CityFixture city)
{
    private const string Enroll = "/pds.v1.OrganizationService/EnrollOrganization";
    private const string Device = "/pds.v1.ResidentService/EnrollDevice";
    private const string Write = "/pds.v1.VaultService/WriteRecord";
    private const string GrantPath = "/pds.v1.ConsentService/Grant";

    public static TheoryData<string> ProvedMethods => BadInput.ProvedMethods;

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    [Trait("Invariant", "I-14")]
    public async Task Anothers_proof_over_the_same_message_is_refused(string path)
    {
        var method = CallMethods.Find(path)!;
        var (message, who) = (Requests.For(method), Actors.MayCall(city, method));
        var other = who == city.City.Steward ? city.Water : (Actor)city.City.Steward;

        (await UnchangedAsync(() => who.SendAsync(path, message, other.Proof(path, message)))).Reason.Should().Be("UNAUTHENTICATED");
    }

    [Fact]
    public async Task An_enrolment_code_that_never_was_and_one_that_was_used_look_alike()
    {
        var used = (await File.ReadAllTextAsync(Path.Combine(city.City.Data, "bootstrap-code"), TestContext.Current.CancellationToken)).Trim();
        using var key = Es256Key.Create();

        var replayed = await UnchangedAsync(() => city.City.Anybody.AskAsync(Enroll, Enrolment(key, used)));
        var never = await UnchangedAsync(() => city.City.Anybody.AskAsync(Enroll, Enrolment(key, OpaqueId.New("enc"))));

        replayed.Reason.Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");
        replayed.WithoutRequestId().Should().Equal(never.WithoutRequestId());
    }

    [Fact]
    public async Task A_signing_request_without_proof_of_its_key_is_refused()
    {
        using var key = Es256Key.Create();
        var request = Enrolment(key, OpaqueId.New("enc"));
        var csr = request.Csr.ToByteArray();
        csr[^1] ^= 1;
        request.Csr = ByteString.CopyFrom(csr);

        (await UnchangedAsync(() => city.City.Anybody.AskAsync(Enroll, request))).Reason.Should().Be("CSR_NOT_ACCEPTED");
    }

    [Fact]
    public async Task An_encryption_key_that_is_none_is_refused()
    {
        using var key = Es256Key.Create();
        var request = Enrolment(key, OpaqueId.New("enc"));
        request.EncryptionPublicKey = ByteString.CopyFrom(new byte[32]);

        (await UnchangedAsync(() => city.City.Anybody.AskAsync(Enroll, request))).Reason
            .Should().BeOneOf("ENCRYPTION_KEY_NOT_ACCEPTED", "ENROLLMENT_CODE_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_device_code_counts_once()
    {
        var made = await city.City.Steward.CallAsync<CreateResidentResponse>(
            "/pds.v1.ResidentService/CreateResident", new CreateResidentRequest { RequestId = Actor.NewRequestId() });
        using var first = Es256Key.Create();
        using var second = Es256Key.Create();
        await city.City.Anybody.CallAsync<EnrollDeviceResponse>(Device, TestResident.Enrolment(city.City, first, made.DeviceCode));

        (await UnchangedAsync(() => city.City.Anybody.AskAsync(Device, TestResident.Enrolment(city.City, second, made.DeviceCode))))
            .Reason.Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");
    }

    [Theory]
    [InlineData("aud", "pds.other.example/ledger")]
    [InlineData("iat", 1_700_000_000L)]
    [InlineData("code_hash", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("admin", true)]
    public async Task A_device_proof_about_anything_else_is_refused(string claim, object value)
    {
        using var key = Es256Key.Create();
        var request = TestResident.Enrolment(city.City, key, OpaqueId.New("dvc"), claims => claims[claim] = JsonValue.Create(value));

        (await UnchangedAsync(() => city.City.Anybody.AskAsync(Device, request))).Reason.Should().Be("DEVICE_PROOF_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_device_proof_of_another_key_is_refused()
    {
        using var key = Es256Key.Create();
        using var stranger = Es256Key.Create();
        var code = OpaqueId.New("dvc");
        var request = TestResident.Enrolment(city.City, key, code);
        request.SignedProof = TestResident.Enrolment(city.City, stranger, code).SignedProof;

        (await UnchangedAsync(() => city.City.Anybody.AskAsync(Device, request))).Reason.Should().Be("DEVICE_PROOF_NOT_ACCEPTED");
    }

    [Fact]
    [Trait("Feature", "V4")]
    public async Task A_record_signed_by_another_source_is_refused()
    {
        var request = await RecordAsync(city.City.Steward, city.Water.Id, Story.Dataset);

        (await UnchangedAsync(() => city.Water.AskAsync(Write, request))).Reason.Should().Be("SOURCE_SIGNATURE_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_record_signed_for_another_dataset_or_issuer_is_refused()
    {
        foreach (var request in new[] { await RecordAsync(city.Water, city.Water.Id, "emergency-contact@1"), await RecordAsync(city.Water, city.City.Steward.Id, Story.Dataset) })
        {
            (await UnchangedAsync(() => city.Water.AskAsync(Write, request))).Reason
                .Should().BeOneOf("DATASET_NOT_VALID", "SOURCE_SIGNATURE_NOT_ACCEPTED", "RECORD_NOT_ACCEPTED");
        }
    }

    [Fact]
    [Trait("Invariant", "I-20")]
    public async Task Evidence_of_another_person_or_another_document_is_refused()
    {
        var item = await city.Water.AskConsentAsync(await city.Taro.ReferenceForAsync(city.Water), "water-moving@1");
        var honest = await city.Taro.PrepareGrantAsync(item);

        var reasons = new List<string>();
        foreach (var (key, grant, digest, at) in Forgeries(item, honest))
        {
            var forged = honest.Clone();
            forged.RequestId = Actor.NewRequestId();
            forged.Evidence = new Evidence
            {
                DeviceSignature = new DeviceSignature { Jws = EvidenceCheck.Sign(key, city.City.Origin, grant, digest, at) },
            };
            reasons.Add((await UnchangedAsync(() => city.Taro.AskAsync(GrantPath, forged))).Reason);
        }

        var altered = honest.Clone();
        altered.RequestId = Actor.NewRequestId();
        altered.Document = ByteString.CopyFrom([.. honest.Document.ToByteArray(), (byte)' ']);
        (await UnchangedAsync(() => city.Taro.AskAsync(GrantPath, altered))).Reason.Should().Be("DOCUMENT_NOT_CURRENT");
        (await UnchangedAsync(() => city.Story.Hanako.AskAsync(GrantPath, honest))).Reason.Should().Be("NOT_FOUND", "it is not hers to give");

        reasons.Should().AllBe("EVIDENCE_NOT_ACCEPTED");
        (await city.Taro.AskAsync("/pds.v1.ConsentService/Decline", new DeclineRequest
        {
            GrantId = item.GrantId, Etag = item.Etag, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("OK", "the request still stands as it was asked");
    }

    // By another resident's device, for another grant, over another document, and older than the document.
    private IEnumerable<(Es256Key Key, GrantId Grant, byte[] Digest, DateTimeOffset At)> Forgeries(Protocol.V1.Consent item, GrantRequest honest)
    {
        GrantId.TryParse(item.GrantId, out var grant).Should().BeTrue();
        var digest = Pds.Consent.ConsentDocument.DigestOf(honest.Document.ToByteArray());
        yield return (city.Story.Hanako.Key, grant, digest, DateTimeOffset.UtcNow);
        yield return (city.Taro.Key, GrantId.New(), digest, DateTimeOffset.UtcNow);
        yield return (city.Taro.Key, grant, Sha256.Hash("another"u8), DateTimeOffset.UtcNow);
        yield return (city.Taro.Key, grant, digest, DateTimeOffset.UtcNow.AddHours(-1));
    }

    private static EnrollOrganizationRequest Enrolment(Es256Key key, string code)
    {
        using var encryption = HpkePrivateKey.Create();
        return new EnrollOrganizationRequest
        {
            EnrollmentCode = code,
            Csr = ByteString.CopyFrom(CertificateSigningRequest.Create(key, "CN=any")),
            EncryptionPublicKey = ByteString.CopyFrom(encryption.PublicKey.Raw),
            RequestId = Actor.NewRequestId(),
        };
    }

    private async Task<WriteRecordRequest> RecordAsync(TestOrganization signer, string issuer, string dataset) => new()
    {
        ResidentRef = await city.Taro.ReferenceForAsync(city.Water),
        Dataset = Story.Dataset,
        SourceRecord = SourceRecord.Issue(signer.Key, [signer.Certificate], new SourceRecordContent
        {
            Issuer = issuer,
            Dataset = dataset,
            IssuedAt = DateTimeOffset.UtcNow,
            Fields = new Dictionary<string, JsonNode?>
            {
                ["name"] = "見本 太郎", ["name_kana"] = "ミホン タロウ", ["postal_code"] = "035-8686", ["address"] = "青森県むつ市見本町1丁目2番3号",
                ["birth_date"] = "1958-03-03", ["sex"] = "男",
            },
        }),
        RequestId = Actor.NewRequestId(),
    };

    private async Task<Answer> UnchangedAsync(Func<Task<Answer>> call)
    {
        var before = city.City.Server.Roles.Recorder.Latest.Size;

        var answer = await call();

        answer.Code.Should().NotBe(0);
        city.City.Server.Roles.Recorder.Latest.Size.Should().Be(before, "a refused call enters nothing");
        return answer;
    }
}
