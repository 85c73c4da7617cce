using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.Sessions;
using Pds.TestCity;

namespace Pds.Server.Tests.Erasure;

/// <summary>Whoever is erased is erased for the web host too: her sessions end, and nobody signs in as her.</summary>
[Collection(nameof(SessionCity))]
[Trait("Invariant", "I-34")]
public sealed class ErasedSessions(SessionCity town)
{
    private const string Subject = "goro-44d1";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Feature", "V8")]
    public async Task Her_sessions_end_with_the_order_and_the_identity_provider_opens_nothing_any_more()
    {
        var (her, session) = await LinkedAsync();
        using var passkey = new TestPasskey();
        var open = await town.Host.StartAsync();
        (await session.AskAsync(
            "/pds.v1.SessionService/RegisterPasskey", session.Registration(passkey, open, town.Provider, Subject, "電話"))).Reason.Should().Be("OK");
        (await RowsAsync(her)).Should().Equal([1, 1, 1], "a session, an identity and a passkey of hers are there to go");

        (await her.EraseAsync()).HistoryExpireTime.Should().BeNull();

        foreach (var method in Pds.Server.Edge.CallMethods.All.Where(method => method.Residents || method.SessionsOnly))
        {
            (await session.SendAsync(method.Path, Calls.Requests.For(method))).Reason.Should().Be("SESSION_NOT_ACCEPTED", method.Path);
        }

        var challenge = await town.Host.StartAsync();
        (await town.Host.SignInAsync(challenge, town.Provider.Token(Subject, challenge))).Reason.Should().Be("IDENTITY_NOT_LINKED");
        (await RowsAsync(her)).Should().Equal(0, 0, 0);
    }

    [Fact]
    [Trait("Feature", "V8")]
    [Trait("Invariant", "I-20")]
    public async Task In_a_session_only_her_own_sign_in_or_passkey_over_the_document_erases()
    {
        var name = "rokuro-" + Actor.NewRequestId();
        var session = await town.Host.FirstVisitAsync(town.Provider, name);
        var old = await ShowAsync(session);
        var shown = await ShowAsync(session);
        var set = EvidenceSet.Of([shown.DocumentDigest.ToByteArray()]);
        var before = EvidenceSet.Of([old.DocumentDigest.ToByteArray()]);
        var item = await town.AskAsync(session);
        var consent = EvidenceSet.Of([(await session.ShowAsync(item)).ConsentDigest.ToByteArray()]);
        var signIn = await town.Host.StartAsync();
        using var unknown = new TestPasskey();
        string Token(string who, EvidenceSet of) => town.Provider.Token(who, Base64Url.Encode(of.Challenge));
        (string What, Protocol.V1.Evidence? Evidence, string Reason)[] tries =
        [
            ("nothing", null, "INVALID_ARGUMENT"),
            ("an empty evidence", new Protocol.V1.Evidence(), "INVALID_ARGUMENT"),
            ("her sign-in to the session", TestSession.StepUp(town.Provider.Token(name, signIn), set), "EVIDENCE_NOT_ACCEPTED"),
            ("her sign-in over a consent", TestSession.StepUp(Token(name, consent), consent), "EVIDENCE_NOT_ACCEPTED"),
            ("her sign-in over the document of before", TestSession.StepUp(Token(name, before), before), "EVIDENCE_NOT_ACCEPTED"),
            ("another person's sign-in", TestSession.StepUp(Token(town.Taro, set), set), "EVIDENCE_NOT_ACCEPTED"),
            ("a passkey nobody registered", TestSession.Passkey(unknown.Answer(Base64Url.Encode(set.Challenge)), set), "EVIDENCE_NOT_ACCEPTED"),
        ];
        foreach (var (what, evidence, reason) in tries)
        {
            (await EraseAsync(session, shown, evidence)).Reason.Should().Be(reason, what);
        }

        (await EraseAsync(session, old, TestSession.StepUp(Token(name, before), before))).Reason.Should().Be("DOCUMENT_NOT_CURRENT");
        using var passkey = new TestPasskey();
        (await session.AskAsync("/pds.v1.SessionService/RegisterPasskey", session.Registration(passkey, await town.Host.StartAsync(), town.Provider, name)))
            .Reason.Should().Be("OK");

        var erased = (await EraseAsync(session, shown, TestSession.Passkey(passkey.Answer(Base64Url.Encode(set.Challenge)), set))).Read<EraseResidentResponse>();

        erased.Evidence.TlogProof.Should().NotBeEmpty();
        (await session.AskAsync("/pds.v1.SessionService/ListSessions", new ListSessionsRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }

    [Fact]
    [Trait("Feature", "V8")]
    public async Task Her_fresh_sign_in_over_the_document_erases_and_is_entered_as_such()
    {
        var name = "shichiro-" + Actor.NewRequestId();
        var session = await town.Host.FirstVisitAsync(town.Provider, name);
        var shown = await ShowAsync(session);
        var set = EvidenceSet.Of([shown.DocumentDigest.ToByteArray()]);
        var token = town.Provider.Token(name, Base64Url.Encode(set.Challenge));

        var erased = (await EraseAsync(session, shown, TestSession.StepUp(token, set))).Read<EraseResidentResponse>();

        TlogProof.TryParse(erased.Evidence.TlogProof.ToStringUtf8(), out var proof).Should().BeTrue();
        EntryOpening.TryParse(proof!.Extra, out var opening).Should().BeTrue();
        LedgerEntry.TryParse(opening!.Body, out var entry).Should().BeTrue();
        entry.Should().BeOfType<ErasureOrdered>().Which.EvidenceType.Should().Be("oidc_step_up");
        erased.HistoryExpireTime.Should().BeNull();
    }

    private static Task<Protocol.V1.ErasureDocument> ShowAsync(TestSession session) =>
        session.CallAsync<Protocol.V1.ErasureDocument>("/pds.v1.ResidentService/GetErasureDocument", new GetErasureDocumentRequest());

    private static Task<Answer> EraseAsync(TestSession session, Protocol.V1.ErasureDocument shown, Protocol.V1.Evidence? evidence) => session.AskAsync(
        "/pds.v1.ResidentService/EraseResident",
        new EraseResidentRequest { Document = shown.Document, Evidence = evidence, RequestId = Actor.NewRequestId() });

    private async Task<int[]> RowsAsync(TestResident her)
    {
        var rows = town.City.Server.Roles.Recorder.Rows;
        return
        [
            (await rows.ListAsync(Table.Sessions, LinkColumn.Parent, her.ResidentId, 0, 10, Stop)).Count,
            (await rows.ListAsync(Table.Identities, LinkColumn.Parent, her.ResidentId, 0, 10, Stop)).Count,
            (await rows.ListAsync(Table.Passkeys, LinkColumn.Other, her.ResidentId, 0, 10, Stop)).Count,
        ];
    }

    // A device first, and then the same vault through the host, with another code for it.
    private async Task<(TestResident Her, TestSession Session)> LinkedAsync()
    {
        var her = await town.City.NewResidentAsync();
        ResidentId.TryParse(her.ResidentId, out var resident).Should().BeTrue();
        var code = OpaqueId.New(EnrollmentCode.DevicePrefix);
        var row = EnrollmentCodeRow.Put(new EnrollmentCode(EnrollmentCode.HashOf(code), null, resident, DateTimeOffset.UtcNow.AddHours(1)));
        await town.City.Server.Roles.Recorder.RecordAsync(new Command([row], []), Stop);
        return (her, await town.Host.FirstVisitAsync(town.Provider, Subject, code));
    }
}
