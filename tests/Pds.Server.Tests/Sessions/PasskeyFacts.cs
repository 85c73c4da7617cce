using Google.Protobuf;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>Passkeys: registered in a fresh session, entered before they can sign, and accepted in exactly one form.</summary>
[Collection(nameof(SessionCity))]
public sealed class PasskeyFacts(SessionCity town)
{
    private const string Register = "/pds.v1.SessionService/RegisterPasskey";
    private const string Remove = "/pds.v1.SessionService/RemovePasskey";

    // Somebody new for each test, so that what one asks for stands in no other's way.
    private readonly string hanakoName = "hanako-" + Actor.NewRequestId();
    private string hanakoId = "";

    [Fact]
    [Trait("Feature", "R3")]
    public async Task A_registered_passkey_signs_in_and_agrees_to_a_sitting()
    {
        var session = await HanakoAsync();
        using var passkey = new TestPasskey { Count = 7 };
        await RegisterAsync(session, passkey);
        var challenge = await town.Host.StartAsync();
        passkey.Count++;

        var answer = (await town.Host.SignInAsync(challenge, passkey.Answer(challenge))).Read<CreateSessionResponse>();

        answer.Session.ResidentId.Should().Be(hanakoId);
        answer.Session.SignIn.Should().Be(SignInKind.Passkey);
        var hers = town.Host.Open(answer.SessionSecret, answer.Session);
        var (one, two) = (await town.AskAsync(hers), await town.AskAsync(hers, "hospital-booking@1"));
        var (shownOne, shownTwo) = (await hers.ShowAsync(one), await hers.ShowAsync(two));
        passkey.Count++;
        var evidence = TestSession.Passkey(passkey.Answer(TestSession.ChallengeOf(shownOne, shownTwo)), shownOne, shownTwo);
        (await hers.GrantAsync(one, shownOne, evidence)).Reason.Should().Be("OK");
        (await hers.GrantAsync(two, shownTwo, evidence)).Reason.Should().Be("OK", "one touch for one sitting");
        ResidentId.TryParse(hanakoId, out var hanako);
        (await town.EntriesAsync(ChainId.Resident(hanako))).OfType<PasskeyRegistered>().Should().Contain(entry => entry.Jkt == passkey.Key.PublicKey.Jkt);
        await StopAsync(hers, one.GrantId);
        await StopAsync(hers, two.GrantId);
    }

    [Fact]
    [Trait("Feature", "R4")]
    public async Task An_answer_in_any_other_form_neither_signs_in_nor_agrees()
    {
        var session = await HanakoAsync();
        using var passkey = new TestPasskey();
        using var stranger = Es256Key.Create();
        await RegisterAsync(session, passkey);
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);
        var sitting = TestSession.ChallengeOf(shown);
        var signIn = await town.Host.StartAsync();
        Func<string, PasskeyAssertion>[] wrong =
        [
            challenge => passkey.Answer(challenge, origin: "https://localhost.example"),
            challenge => passkey.Answer(challenge, origin: "https://elsewhere.example"),
            challenge => passkey.Answer(challenge, rpId: "elsewhere.example"),
            challenge => passkey.Answer(challenge, flags: 0x01),
            challenge => passkey.Answer(challenge, flags: 0x04),
            challenge => passkey.Answer(challenge, flags: 0x00),
            challenge => passkey.Answer(challenge, type: "webauthn.create"),
            challenge => passkey.Answer(challenge, by: stranger),
            _ => passkey.Answer(Base64Url.Encode(RandomSource.Bytes(32))),
            challenge => Bent(passkey.Answer(challenge), answer => answer.Signature = ByteString.CopyFrom([.. answer.Signature.Span[..^1], (byte)(answer.Signature[^1] ^ 1)])),
            challenge => Bent(passkey.Answer(challenge), answer => answer.AuthenticatorData = ByteString.CopyFrom([.. answer.AuthenticatorData.Span, 0])),
            challenge => Bent(passkey.Answer(challenge), answer => answer.Signature = ByteString.CopyFromUtf8("no der")),
            challenge => Bent(passkey.Answer(challenge), answer => answer.ClientDataJson = ByteString.CopyFromUtf8("{}")),
            challenge => Bent(passkey.Answer(challenge), answer => answer.CredentialId = ByteString.CopyFrom(RandomSource.Bytes(32))),
        ];

        foreach (var (at, make) in wrong.Index())
        {
            (await town.Host.SignInAsync(signIn, make(signIn))).Reason.Should().Be("PASSKEY_NOT_ACCEPTED", "{0}", at);
            (await session.GrantAsync(item, shown, TestSession.Passkey(make(sitting), shown))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "{0}", at);
        }

        (await session.GrantAsync(item, shown, TestSession.Passkey(passkey.Answer(signIn), shown))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED", "a sign-in agrees to nothing");
        (await town.Host.SignInAsync(signIn, passkey.Answer(sitting))).Reason.Should().Be("PASSKEY_NOT_ACCEPTED", "agreeing signs nobody in");
        (await town.Host.SignInAsync(signIn, passkey.Answer(signIn))).Reason.Should().Be("OK");
    }

    [Fact]
    public async Task A_counter_that_stands_still_or_goes_back_is_a_copy()
    {
        var session = await HanakoAsync();
        using var passkey = new TestPasskey { Count = 5 };
        await RegisterAsync(session, passkey);

        foreach (var (count, reason) in new[] { (6u, "OK"), (6u, "PASSKEY_NOT_ACCEPTED"), (4u, "PASSKEY_NOT_ACCEPTED"), (0u, "PASSKEY_NOT_ACCEPTED"), (9u, "OK") })
        {
            var challenge = await town.Host.StartAsync();
            passkey.Count = count;
            (await town.Host.SignInAsync(challenge, passkey.Answer(challenge))).Reason.Should().Be(reason, "{0}", count);
        }
    }

    [Fact]
    public async Task Another_persons_passkey_agrees_to_nothing_of_hers()
    {
        var (hanako, taro) = (await HanakoAsync(), await town.Host.VisitAsync(town.Provider, town.Taro));
        using var taros = new TestPasskey();
        await RegisterAsync(taro, taros, town.Taro);
        var item = await town.AskAsync(hanako);
        var shown = await hanako.ShowAsync(item);

        (await hanako.GrantAsync(item, shown, TestSession.Passkey(taros.Answer(TestSession.ChallengeOf(shown)), shown))).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED");
        (await hanako.AskAsync(Remove, new RemovePasskeyRequest { PasskeyId = Base64Url.Encode(taros.Id), RequestId = Actor.NewRequestId() })).Reason.Should().Be("NOT_FOUND");
        (await hanako.CallAsync<ListPasskeysResponse>("/pds.v1.SessionService/ListPasskeys", new ListPasskeysRequest())).Passkeys
            .Should().NotContain(one => one.PasskeyId == Base64Url.Encode(taros.Id));
    }

    [Fact]
    public async Task A_removed_passkey_does_nothing_any_more()
    {
        var session = await HanakoAsync();
        using var passkey = new TestPasskey();
        await RegisterAsync(session, passkey);
        var item = await town.AskAsync(session);
        var shown = await session.ShowAsync(item);
        var evidence = TestSession.Passkey(passkey.Answer(TestSession.ChallengeOf(shown)), shown);

        (await session.AskAsync(Remove, new RemovePasskeyRequest { PasskeyId = Base64Url.Encode(passkey.Id), RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");

        (await session.GrantAsync(item, shown, evidence)).Reason.Should().Be("EVIDENCE_NOT_ACCEPTED");
        var challenge = await town.Host.StartAsync();
        (await town.Host.SignInAsync(challenge, passkey.Answer(challenge))).Reason.Should().Be("PASSKEY_NOT_ACCEPTED");
        (await session.AskAsync(Remove, new RemovePasskeyRequest { PasskeyId = Base64Url.Encode(passkey.Id), RequestId = Actor.NewRequestId() })).Reason.Should().Be("NOT_FOUND");
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task A_registration_in_any_other_form_is_refused()
    {
        var session = await HanakoAsync();
        using var passkey = new TestPasskey();
        var challenge = await town.Host.StartAsync();
        (string What, PasskeyAttestation? Attestation, string Reason)[] wrong =
        [
            ("nothing", null, "INVALID_ARGUMENT"),
            ("an answer instead", passkey.Register(challenge, type: "webauthn.get"), "PASSKEY_NOT_ACCEPTED"),
            ("another page", passkey.Register(challenge, origin: "https://elsewhere.example"), "PASSKEY_NOT_ACCEPTED"),
            ("another relying party", passkey.Register(challenge, rpId: "elsewhere.example"), "PASSKEY_NOT_ACCEPTED"),
            ("nobody verified", passkey.Register(challenge, flags: 0x01), "PASSKEY_NOT_ACCEPTED"),
            ("another challenge", passkey.Register(Base64Url.Encode(RandomSource.Bytes(32))), "PASSKEY_NOT_ACCEPTED"),
            ("no CBOR", Bent(passkey.Register(challenge), one => one.AttestationObject = ByteString.CopyFromUtf8("not cbor")), "PASSKEY_NOT_ACCEPTED"),
            ("bytes behind it", Bent(passkey.Register(challenge), one => one.AttestationObject = ByteString.CopyFrom([.. one.AttestationObject.Span, 0])), "PASSKEY_NOT_ACCEPTED"),
            ("cut short", Bent(passkey.Register(challenge), one => one.AttestationObject = ByteString.CopyFrom(one.AttestationObject.Span[..^1])), "PASSKEY_NOT_ACCEPTED"),
            ("too large", Bent(passkey.Register(challenge), one => one.AttestationObject = ByteString.CopyFrom(new byte[4097])), "INVALID_ARGUMENT"),
        ];

        foreach (var (what, attestation, reason) in wrong)
        {
            var bent = session.Registration(passkey, challenge, town.Provider, hanakoName);
            bent.Attestation = attestation;
            (await session.AskAsync(Register, bent)).Reason.Should().Be(reason, what);
        }

        var honest = session.Registration(passkey, challenge, town.Provider, hanakoName, new string('あ', 41));
        (await session.AskAsync(Register, honest)).Reason.Should().Be("INVALID_ARGUMENT");
        honest.Name = "電話";
        (await session.AskAsync(Register, honest)).Reason.Should().Be("OK");
        (await session.AskAsync(Register, honest)).Reason.Should().Be("OK", "a repeat answers as before");
        var again = await town.Host.StartAsync();
        (await session.AskAsync(Register, session.Registration(passkey, again, town.Provider, hanakoName))).Reason.Should().Be("ALREADY_EXISTS");
    }

    private async Task RegisterAsync(TestSession session, TestPasskey passkey, string? by = null)
    {
        var challenge = await town.Host.StartAsync();
        (await session.AskAsync(Register, session.Registration(passkey, challenge, town.Provider, by ?? hanakoName, "電話"))).Reason.Should().Be("OK");
    }

    private static T Bent<T>(T message, Action<T> bend)
    {
        bend(message);
        return message;
    }

    private async Task<TestSession> HanakoAsync()
    {
        var session = await town.Host.FirstVisitAsync(town.Provider, hanakoName);
        hanakoId = session.Facts.ResidentId;
        return session;
    }

    private static async Task StopAsync(TestSession session, string grant) =>
        (await session.AskAsync("/pds.v1.ConsentService/Withdraw", new WithdrawRequest { GrantId = grant, RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");
}
