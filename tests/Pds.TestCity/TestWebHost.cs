using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.TestCity;

/// <summary>A web host with its keys in the test's hands: it begins sign-ins and opens sessions, honest or not.</summary>
public sealed class TestWebHost(City city, TestOrganization self)
{
    private const string Service = "/pds.v1.SessionService/";

    /// <summary>It as an organisation, outside any session.</summary>
    public TestOrganization Self => self;

    /// <summary>Begins a sign-in.</summary>
    public async Task<string> StartAsync() =>
        (await self.CallAsync<StartSignInResponse>(Service + "StartSignIn", new StartSignInRequest())).Challenge;

    /// <summary>Ends a sign-in with a token.</summary>
    public Task<Answer> SignInAsync(string challenge, string idToken) =>
        self.AskAsync(Service + "CreateSession", new CreateSessionRequest { Challenge = challenge, IdToken = idToken });

    /// <summary>Ends a sign-in with a passkey.</summary>
    public Task<Answer> SignInAsync(string challenge, PasskeyAssertion assertion) =>
        self.AskAsync(Service + "CreateSession", new CreateSessionRequest { Challenge = challenge, PasskeyAssertion = assertion });

    /// <summary>Ends a sign-in with a letter's code, as typed.</summary>
    public Task<Answer> SignInAsync(string challenge, string number, string code) => self.AskAsync(
        Service + "CreateSession", new CreateSessionRequest { Challenge = challenge, Letter = new LetterFactor { ResidentNumber = number, Code = code } });

    /// <summary>A resident who types her letter's code.</summary>
    public async Task<TestSession> ByLetterAsync(string number, string code)
    {
        var answer = (await SignInAsync(await StartAsync(), number, code)).Read<CreateSessionResponse>();
        return Open(answer.SessionSecret, answer.Session);
    }

    /// <summary>Ties an identity to a vault.</summary>
    public Task<Answer> LinkAsync(string challenge, string idToken, string code) =>
        self.AskAsync(Service + "LinkIdentity", new LinkIdentityRequest { Challenge = challenge, IdToken = idToken, DeviceCode = code });

    /// <summary>A resident whose identity is linked, on the first visit.</summary>
    public async Task<TestSession> FirstVisitAsync(TestIdentityProvider provider, string subject, string? code = null)
    {
        var challenge = await StartAsync();
        code ??= (await city.NewVaultAsync()).DeviceCode;
        var answer = (await LinkAsync(challenge, provider.Token(subject, challenge), code)).Read<LinkIdentityResponse>();
        return Open(answer.SessionSecret, answer.Session);
    }

    /// <summary>A resident who was here before.</summary>
    public async Task<TestSession> VisitAsync(TestIdentityProvider provider, string subject)
    {
        var challenge = await StartAsync();
        var answer = (await SignInAsync(challenge, provider.Token(subject, challenge))).Read<CreateSessionResponse>();
        return Open(answer.SessionSecret, answer.Session);
    }

    /// <summary>A person of the staff of an organisation, admitted now, who signed in for the first time.</summary>
    public async Task<TestStaff> FirstStaffAsync(TestIdentityProvider provider, string subject, string organization, Protocol.V1.StaffRole role, string section = "")
    {
        var added = await city.AddStaffAsync(organization, role, section);
        var challenge = await StartStaffAsync();
        return Open((await LinkStaffAsync(challenge, provider.Token(subject, challenge), added.LinkCode)).Read<CreateStaffSessionResponse>());
    }

    /// <summary>Begins a sign-in of staff.</summary>
    public async Task<string> StartStaffAsync() =>
        (await self.CallAsync<StartStaffSignInResponse>("/pds.v1.StaffService/StartStaffSignIn", new StartStaffSignInRequest())).Challenge;

    /// <summary>Ends a sign-in of staff.</summary>
    public Task<Answer> SignInStaffAsync(string challenge, string idToken) =>
        self.AskAsync("/pds.v1.StaffService/CreateStaffSession", new CreateStaffSessionRequest { Challenge = challenge, IdToken = idToken });

    /// <summary>Ties an identity to a person of the staff.</summary>
    public Task<Answer> LinkStaffAsync(string challenge, string idToken, string code) =>
        self.AskAsync("/pds.v1.StaffService/LinkStaff", new LinkStaffRequest { Challenge = challenge, IdToken = idToken, LinkCode = code });

    /// <summary>A person of the staff in a session.</summary>
    public TestStaff Open(CreateStaffSessionResponse made) => city.Add(new TestStaff(city, self, made.SessionSecret, made.Staff) { Clock = self.Clock });

    /// <summary>An actor in a session.</summary>
    public TestSession Open(string secret, Session? facts = null) => city.Add(new TestSession(city, self, secret, facts) { Clock = self.Clock });
}

/// <summary>Calls of a person of the staff in a session.</summary>
public sealed class TestStaff(City city, TestOrganization host, string secret, Protocol.V1.StaffMember self)
    : Actor("staff", city, host.Certificate, host.Key, host.Id, secret, Header)
{
    /// <summary>The metadata key of a staff session.</summary>
    public const string Header = "pds-staff-session";

    /// <summary>Its secret.</summary>
    public string Secret { get; } = secret;

    /// <summary>Who she is.</summary>
    public Protocol.V1.StaffMember Self { get; } = self;

    /// <summary>The session in a visit: her calls for the resident of it.</summary>
    public TestSession In(string visit) => City.Add(new TestSession(City, host, Secret + "." + visit, null, Header) { Clock = Clock });
}

/// <summary>Calls in a session, signed by its host or by whoever else a test lets try.</summary>
public sealed class TestSession(City city, TestOrganization host, string secret, Session? facts, string header = "pds-session")
    : Actor("session", city, host.Certificate, host.Key, host.Id, secret, header)
{
    /// <summary>Its secret.</summary>
    public string Secret { get; } = secret;

    /// <summary>What the sign-in answered.</summary>
    public Session Facts => facts!;

    /// <summary>The document of an item, shown now.</summary>
    public Task<Protocol.V1.ConsentDocument> ShowAsync(Protocol.V1.Consent item, Protocol.V1.Narrowing? choices = null) =>
        CallAsync<Protocol.V1.ConsentDocument>(
            "/pds.v1.ConsentService/GetConsentDocument", new GetConsentDocumentRequest { GrantId = item.GrantId, Choices = choices });

    /// <summary>Grants one document with this evidence.</summary>
    public Task<Answer> GrantAsync(Protocol.V1.Consent item, Protocol.V1.ConsentDocument shown, Protocol.V1.Evidence? evidence) =>
        AskAsync("/pds.v1.ConsentService/Grant", new GrantRequest
        {
            GrantId = item.GrantId, Document = shown.Document, Evidence = evidence, Etag = item.Etag, RequestId = NewRequestId(),
        });

    /// <summary>The pairwise reference for an organisation.</summary>
    public async Task<string> ReferenceForAsync(TestOrganization organization) =>
        (await CallAsync<IssueReferenceResponse>("/pds.v1.ResidentService/IssueReference", new IssueReferenceRequest
        {
            OrganizationId = organization.Id, RequestId = NewRequestId(),
        })).ResidentRef;

    /// <summary>What she sends to register a passkey: with a fresh sign-in over exactly its key.</summary>
    public RegisterPasskeyRequest Registration(TestPasskey passkey, string challenge, TestIdentityProvider provider, string subject, string name = "")
    {
        var set = RegistrationSet(passkey, challenge);
        return new RegisterPasskeyRequest
        {
            Challenge = challenge,
            Attestation = passkey.Register(challenge),
            Name = name,
            Evidence = StepUp(provider.Token(subject, Base64Url.Encode(set.Challenge)), set),
            RequestId = NewRequestId(),
        };
    }

    /// <summary>What she agrees to when she registers a passkey.</summary>
    public EvidenceSet RegistrationSet(TestPasskey passkey, string challenge) =>
        EvidenceSet.Of([Sha256.Hash(ActDocument.RegisterPasskey(City.Origin, passkey.Key.PublicKey.Jkt, TestPasskey.RpId, challenge))]);

    /// <summary>A token as evidence over a set.</summary>
    public static Protocol.V1.Evidence StepUp(string idToken, EvidenceSet set) =>
        new() { OidcStepUp = new OidcStepUp { Digests = { set.Digests.Select(digest => ByteString.CopyFrom(digest)) }, IdToken = idToken } };

    /// <summary>A passkey's answer as evidence over a set.</summary>
    public static Protocol.V1.Evidence Passkey(PasskeyAssertion assertion, EvidenceSet set) =>
        new() { Passkey = new PasskeyEvidence { Digests = { set.Digests.Select(digest => ByteString.CopyFrom(digest)) }, Assertion = assertion } };

    /// <summary>The challenge of documents of one sitting.</summary>
    public static string ChallengeOf(params Protocol.V1.ConsentDocument[] documents) =>
        Base64Url.Encode(EvidenceSet.Of(documents.Select(document => document.ConsentDigest.ToByteArray())).Challenge);

    /// <summary>A token as evidence over documents.</summary>
    public static Protocol.V1.Evidence StepUp(string idToken, params Protocol.V1.ConsentDocument[] documents) =>
        new() { OidcStepUp = new OidcStepUp { Digests = { Ordered(documents) }, IdToken = idToken } };

    /// <summary>A passkey's answer as evidence over documents.</summary>
    public static Protocol.V1.Evidence Passkey(PasskeyAssertion assertion, params Protocol.V1.ConsentDocument[] documents) =>
        new() { Passkey = new PasskeyEvidence { Digests = { Ordered(documents) }, Assertion = assertion } };

    private static IEnumerable<ByteString> Ordered(Protocol.V1.ConsentDocument[] documents) =>
        EvidenceSet.Of(documents.Select(document => document.ConsentDigest.ToByteArray())).Digests.Select(digest => ByteString.CopyFrom(digest));
}
