using System.Text;
using Google.Protobuf;
using Pds.Cryptography;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>For every method, what is not an honest call gets the right reason and changes nothing.</summary>
[Collection(nameof(CityFixture))]
public sealed class BadInput(CityFixture city)
{
    private static readonly byte[] UnknownField = [0xA2, 0x7F, 0x01, 0x78]; // field 2036, one byte

    public static TheoryData<string> Methods => [.. CallMethods.All.Select(m => m.Path).Order(StringComparer.Ordinal)];

    public static TheoryData<string> ProvedMethods =>
        [.. CallMethods.All.Where(m => !m.Public && !m.ProofInMessage).Select(m => m.Path).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Bytes_that_are_no_message_are_refused(string path) =>
        await Refused(path, "MESSAGE_MALFORMED", who => who.SendAsync(path, [0x0A, 0xFF]));

    [Theory]
    [MemberData(nameof(Methods))]
    [Trait("Invariant", "I-18")]
    public async Task A_field_this_server_does_not_know_is_refused(string path) =>
        await Refused(path, "MESSAGE_MALFORMED", who => who.SendAsync(path, [.. Requests.For(Method(path)), .. UnknownField]));

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task An_oversized_message_is_refused(string path) =>
        await Refused(path, "MESSAGE_TOO_LARGE", who => who.SendAsync(path, new byte[Method(path).MaxMessageBytes + 1], "x"));

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_compressed_message_is_refused(string path)
    {
        var message = Requests.For(Method(path));
        await Refused(path, "MESSAGE_COMPRESSED", who => who.SendAsync(path, message, who.Proof(path, message), flag: 1));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Two_frames_are_refused(string path) =>
        await Refused(path, "MESSAGE_MALFORMED", who => who.SendFrameAsync(path, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], null));

    // In a session some need none: ReadingWithoutProof holds which, and that they need everything else.
    public static TheoryData<string> MethodsThatAlwaysNeedAProof =>
        [.. CallMethods.All.Where(m => !m.Public && !m.ProofInMessage && !m.SecretsInMessage && !(m.SessionsOnly && m.WithoutProof)).Select(m => m.Path).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(MethodsThatAlwaysNeedAProof))]
    public async Task A_call_without_proof_is_refused(string path) =>
        await Refused(path, "CALL_PROOF_REQUIRED", who => who.SendAsync(path, Requests.For(Method(path)), null));

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    [Trait("Feature", "D5")]
    public async Task An_expired_proof_is_refused(string path) =>
        await Bent(path, "CALL_PROOF_STALE", claims => claims["iat"] = DateTimeOffset.UtcNow.AddSeconds(-62).ToUnixTimeSeconds());

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    public async Task A_proof_from_the_future_is_refused(string path) =>
        await Bent(path, "CALL_PROOF_STALE", claims => claims["iat"] = DateTimeOffset.UtcNow.AddSeconds(63).ToUnixTimeSeconds());

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    public async Task A_proof_for_another_message_is_refused(string path) =>
        await Bent(path, "CALL_PROOF_MISMATCHED", claims => claims["req_hash"] = Base64Url.Encode(Sha256.Hash("other"u8)));

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    public async Task A_proof_for_another_method_is_refused(string path) =>
        await Bent(path, "CALL_PROOF_MISMATCHED", claims => claims["method"] = "/pds.v1.ConsentService/Withdrawn");

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    public async Task A_proof_for_another_ledger_is_refused(string path) =>
        await Bent(path, "CALL_PROOF_MISMATCHED", claims => claims["aud"] = "pds.other.example/ledger");

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    public async Task A_proof_with_a_claim_too_many_is_refused(string path) =>
        await Bent(path, "UNAUTHENTICATED", claims => claims["admin"] = true);

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    [Trait("Invariant", "I-14")]
    public async Task A_proof_signed_by_a_stranger_is_refused(string path)
    {
        using var stranger = Es256Key.Create();
        var message = Requests.For(Method(path));
        await Refused(path, "UNAUTHENTICATED", who => who.SendAsync(
            path, message, CompactJws.Sign(stranger, "pds-call+jwt", who.Claims(path, message))));
    }

    [Theory]
    [MemberData(nameof(ProvedMethods))]
    [Trait("Invariant", "I-15")]
    public async Task A_proof_used_before_is_refused(string path)
    {
        var message = Requests.For(Method(path));
        var who = Allowed(Method(path));
        var proof = who.Proof(path, message);
        await who.SendAsync(path, message, proof);

        // What ended the session leaves none to replay in.
        var ended = path.EndsWith("/EndSession", StringComparison.Ordinal) || path.EndsWith("/EndAllSessions", StringComparison.Ordinal)
            || path.EndsWith("/EndStaffSession", StringComparison.Ordinal);
        await Refused(path, ended ? "SESSION_NOT_ACCEPTED" : "CALL_REPLAYED", _ => who.SendAsync(path, message, proof));
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task Of_many_equal_proofs_at_once_exactly_one_is_accepted()
    {
        const string path = "/pds.v1.OrganizationService/ListOrganizations";
        var proof = city.Water.Proof(path, []);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => city.Water.SendAsync(path, [], proof)));

        answers.Count(a => a.Reason == "OK").Should().Be(1);
        answers.Count(a => a.Reason == "CALL_REPLAYED").Should().Be(31);
    }

    [Theory]
    [InlineData("/pds.v1.OrganizationService/RegisterOrganization", "roles")]
    [InlineData("/pds.v1.CatalogService/ReviewPurpose", "verdict")]
    [InlineData("/pds.v1.CatalogService/PublishDataset", "dataset.fields")]
    [InlineData("/pds.v1.ConsentService/ListConsents", "state")]
    [InlineData("/pds.v1.ConsentService/RequestConsent", "items[0]")]
    [InlineData("/pds.v1.ConsentService/GetConsentDocument", "choices")]
    [Trait("Invariant", "I-18")]
    public async Task An_enum_value_this_server_does_not_know_is_refused(string path, string field)
    {
        var request = Requests.Make(Method(path));
        SetUnknownEnum(request);

        var answer = await Refused(path, "INVALID_ARGUMENT", who => who.AskAsync(path, request));

        Encoding.UTF8.GetString(answer.StatusBytes).Should().Contain(field);
    }

    private static void SetUnknownEnum(IMessage request)
    {
        switch (request)
        {
            case RegisterOrganizationRequest register:
                register.Roles[0] = (OrganizationRole)99;
                break;
            case ReviewPurposeRequest review:
                review.Verdict = (ReviewVerdict)99;
                break;
            case PublishDatasetRequest publish:
                publish.Dataset = new Dataset
                {
                    Code = "brand-new", Version = 1, NameJa = "新", DescriptionJa = "新", Fields = { new DatasetField { Name = "a", LabelJa = "あ", Type = (FieldType)99 } },
                    Ceilings = new Ceilings
                    {
                        ValidityDays = 30, Frequency = new Frequency { Calls = 1, Period = FrequencyPeriod.Day }, RetentionDays = 1, Mode = UseMode.Store,
                    },
                };
                break;
            case ListConsentsRequest list:
                list.State = (ConsentState)99;
                break;
            case RequestConsentRequest ask:
                ask.Items[0].Terms = new Terms { Frequency = new Frequency { Calls = 1, Period = (FrequencyPeriod)99 } };
                break;
            case GetConsentDocumentRequest document:
                document.Choices = new Narrowing { Mode = (UseMode)99 };
                break;
        }
    }

    private static CallMethod Method(string path) => CallMethods.Find(path)!;

    // Somebody who may call the method, so that nothing but the defect stands in the way.
    private Actor Allowed(CallMethod method) => Actors.MayCall(city, method);

    private async Task Bent(string path, string reason, Action<System.Text.Json.Nodes.JsonObject> bend)
    {
        var message = Requests.For(Method(path));
        await Refused(path, reason, who => who.SendAsync(path, message, who.Proof(path, message, bend)));
    }

    private async Task<Answer> Refused(string path, string reason, Func<Actor, Task<Answer>> send)
    {
        var before = city.City.Server.Roles.Recorder.Latest.Size;

        var answer = await send(Allowed(Method(path)));

        answer.Reason.Should().Be(reason);
        answer.Info.Should().ContainSingle().Which.Domain.Should().Be("pds");
        city.City.Server.Roles.Recorder.Latest.Size.Should().Be(before, "a refused call changes nothing");
        return answer;
    }
}
