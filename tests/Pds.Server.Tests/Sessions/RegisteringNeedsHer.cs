using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;
using Evidence = Pds.Protocol.V1.Evidence;

namespace Pds.Server.Tests.Sessions;

/// <summary>
/// A passkey agrees for its owner from the moment it is registered. A web host with a living session is the adversary: it may not plant a key of its own.
/// </summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "S5")]
[Trait("Invariant", "I-20")]
public sealed class RegisteringNeedsHer(SessionCity town)
{
    private const string Register = "/pds.v1.SessionService/RegisterPasskey";

    private readonly string hanakoName = "hanako-" + Actor.NewRequestId();

    [Fact]
    [Trait("Feature", "R3")]
    public async Task Her_sign_in_over_the_new_key_registers_it_and_is_entered_with_it()
    {
        var session = await town.Host.FirstVisitAsync(town.Provider, hanakoName);
        using var passkey = new TestPasskey();
        var challenge = await town.Host.StartAsync();
        var request = session.Registration(passkey, challenge, town.Provider, hanakoName);

        (await session.AskAsync(Register, request)).Reason.Should().Be("OK");

        var entry = await EntryOfAsync(session, passkey);
        entry.EvidenceType.Should().Be("oidc_step_up");
        entry.DocumentDigest.Should().Equal(request.Evidence.OidcStepUp.Digests.Single().ToByteArray());
        var kept = new Consent.Evidence.OidcStepUp(session.RegistrationSet(passkey, challenge), request.Evidence.OidcStepUp.IdToken);
        entry.EvidenceDigest.Should().Equal(Sha256.Hash(kept.ToBytes()));
    }

    [Fact]
    public async Task A_passkey_she_has_registers_the_next_one()
    {
        var session = await town.Host.FirstVisitAsync(town.Provider, hanakoName);
        using var first = await RegisteredAsync(session);
        using var second = new TestPasskey();
        var challenge = await town.Host.StartAsync();
        var request = session.Registration(second, challenge, town.Provider, hanakoName);
        var set = session.RegistrationSet(second, challenge);
        request.Evidence = TestSession.Passkey(first.Answer(Base64Url.Encode(set.Challenge)), set);

        (await session.AskAsync(Register, request)).Reason.Should().Be("OK");

        (await EntryOfAsync(session, second)).EvidenceType.Should().Be("passkey");
    }

    [Fact]
    [Trait("Feature", "R4")]
    public async Task A_host_with_a_living_session_cannot_plant_a_passkey_of_its_own()
    {
        var session = await town.Host.FirstVisitAsync(town.Provider, hanakoName);
        using var hers = await RegisteredAsync(session);
        using var planted = new TestPasskey();
        using var honest = new TestPasskey();
        using var device = Es256Key.Create();
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);
        var consent = EvidenceSet.Of([shown.ConsentDigest.ToByteArray()]);
        var signIn = await town.Host.StartAsync();
        var (challenge, other) = (await town.Host.StartAsync(), await town.Host.StartAsync());
        var set = session.RegistrationSet(planted, challenge);
        string Over(EvidenceSet of) => Base64Url.Encode(of.Challenge);
        (string What, Evidence? Evidence, string Reason)[] tries =
        [
            ("nothing", null, "FRESH_SIGN_IN_REQUIRED"),
            ("an empty evidence", new Evidence(), "INVALID_ARGUMENT"),
            ("her sign-in to the session", TestSession.StepUp(town.Provider.Token(hanakoName, signIn), set), "EVIDENCE_NOT_ACCEPTED"),
            ("her sign-in over a consent", TestSession.StepUp(town.Provider.Token(hanakoName, Over(consent)), consent), "EVIDENCE_NOT_ACCEPTED"),
            ("her sign-in over a consent, called one over the key", TestSession.StepUp(town.Provider.Token(hanakoName, Over(consent)), set), "EVIDENCE_NOT_ACCEPTED"),
            ("her sign-in over another key", Registered(session, honest, challenge), "EVIDENCE_NOT_ACCEPTED"),
            ("her sign-in over this key for another challenge", Registered(session, planted, other), "EVIDENCE_NOT_ACCEPTED"),
            ("another person's sign-in", TestSession.StepUp(town.Provider.Token(town.Taro, Over(set)), set), "EVIDENCE_NOT_ACCEPTED"),
            ("the new key's own word", TestSession.Passkey(planted.Answer(Over(set)), set), "EVIDENCE_NOT_ACCEPTED"),
            ("her passkey's sign-in", TestSession.Passkey(hers.Answer(signIn), set), "EVIDENCE_NOT_ACCEPTED"),
            ("her passkey over a consent", TestSession.Passkey(hers.Answer(Over(consent)), consent), "EVIDENCE_NOT_ACCEPTED"),
            ("a device nobody knows", new Evidence { DeviceSignature = new DeviceSignature { Jws = EvidenceCheck.Sign(device, town.City.Origin, default, set.Digests[0], DateTimeOffset.UtcNow) } }, "EVIDENCE_NOT_ACCEPTED"),
        ];

        foreach (var (what, evidence, reason) in tries)
        {
            var request = session.Registration(planted, challenge, town.Provider, hanakoName);
            request.Evidence = evidence;
            (await session.AskAsync(Register, request)).Reason.Should().Be(reason, what);
        }

        var list = await session.CallAsync<ListPasskeysResponse>("/pds.v1.SessionService/ListPasskeys", new ListPasskeysRequest());
        list.Passkeys.Should().ContainSingle().Which.PasskeyId.Should().Be(Base64Url.Encode(hers.Id));
        (await session.AskAsync(Register, session.Registration(planted, challenge, town.Provider, hanakoName))).Reason.Should().Be("OK", "refusals used nothing up");
    }

    private Evidence Registered(TestSession session, TestPasskey passkey, string challenge) =>
        session.Registration(passkey, challenge, town.Provider, hanakoName).Evidence;

    private async Task<TestPasskey> RegisteredAsync(TestSession session)
    {
        var passkey = new TestPasskey();
        (await session.AskAsync(Register, session.Registration(passkey, await town.Host.StartAsync(), town.Provider, hanakoName))).Reason.Should().Be("OK");
        return passkey;
    }

    private async Task<PasskeyRegistered> EntryOfAsync(TestSession session, TestPasskey passkey)
    {
        ResidentId.TryParse(session.Facts.ResidentId, out var resident).Should().BeTrue();
        return (await town.EntriesAsync(ChainId.Resident(resident))).OfType<PasskeyRegistered>().Single(one => one.Jkt == passkey.Key.PublicKey.Jkt);
    }
}
