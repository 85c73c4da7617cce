using System.Text.Json.Nodes;
using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.Sessions;
using Pds.TestCity;

namespace Pds.Server.Tests.Staff;

/// <summary>Who of the staff is signed in, what that opens, and that it is never a resident's session nor the reverse.</summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "G7")]
public sealed class StaffFacts(SessionCity town)
{
    private const string Self = "/pds.v1.StaffService/GetStaffSelf";
    private const string Register = "/pds.v1.OrganizationService/RegisterOrganization";
    private static readonly byte[] Ask = new GetStaffSelfRequest().ToByteArray();

    private static RegisterOrganizationRequest Library =>
        new() { NameJa = "見本図書館", Roles = { OrganizationRole.Recipient }, RequestId = Actor.NewRequestId() };

    [Fact]
    public async Task A_steward_of_the_staff_does_what_her_organisation_may_and_the_entry_names_both()
    {
        var steward = await NewAsync(StaffRole.Steward);

        var made = await steward.CallAsync<Organization>(Register, Library);

        OrganizationId.TryParse(made.OrganizationId, out var id).Should().BeTrue();
        var entry = (await town.EntriesAsync(ChainId.Organization(id))).OfType<OrganizationRegistered>().Single();
        entry.By!.Value.ToString().Should().Be(town.City.Steward.Id);
        entry.Staff!.Value.ToString().Should().Be(steward.Self.StaffId);
        (await steward.CallAsync<StaffMember>(Self, new GetStaffSelfRequest())).Should().Be(steward.Self);
        var own = (await town.EntriesAsync(ChainId.Operator)).ToList();
        own.OfType<StaffAdded>().Single(one => one.Person.ToString() == steward.Self.StaffId).By.ToString().Should().Be(town.City.Steward.Id);
        own.OfType<StaffLinked>().Should().ContainSingle(one => one.Person.ToString() == steward.Self.StaffId);
        own.Select(one => System.Text.Encoding.UTF8.GetString(one.ToBody())).Should().NotContain(body => body.Contains("試験 職員"), "names stay in the row");
    }

    [Fact]
    public async Task Each_role_opens_its_own_calls_and_no_others()
    {
        var board = await town.City.EnrollNamedAsync("むつ市 データ利用審査会");
        var (clerk, steward) = (await NewAsync(StaffRole.Counter), await NewAsync(StaffRole.Steward));
        var reviewer = await town.Host.FirstStaffAsync(town.Provider, NewName(), board.Id, StaffRole.Reviewer);
        var review = new ReviewPurposeRequest
        {
            Code = "hospital-registration", Version = 1, Verdict = ReviewVerdict.Approve, ReasonJa = "よい", Etag = "v1", RequestId = Actor.NewRequestId(),
        };

        (await clerk.AskAsync(Register, Library)).Reason.Should().Be("PERMISSION_DENIED");
        (await reviewer.AskAsync(Register, Library)).Reason.Should().Be("PERMISSION_DENIED");
        (await steward.AskAsync("/pds.v1.CatalogService/ReviewPurpose", review)).Reason.Should().Be("PERMISSION_DENIED");
        (await reviewer.AskAsync("/pds.v1.CatalogService/ReviewPurpose", review)).Reason.Should().Be("MOVE_NOT_ALLOWED", "it got as far as the act");
        foreach (var who in new[] { clerk, steward, reviewer })
        {
            (await who.AskAsync("/pds.v1.ConsentService/ListConsents", new ListConsentsRequest())).Reason.Should().Be("PERMISSION_DENIED");
            (await who.AskAsync("/pds.v1.StaffService/AddStaff", Add(town.City.Steward.Id, StaffRole.Steward))).Reason.Should().Be("PERMISSION_DENIED", "staff do not make staff");
            (await who.AskAsync("/pds.v1.SessionService/ListSessions", new ListSessionsRequest())).Reason.Should().Be("PERMISSION_DENIED");
        }
    }

    [Fact]
    public async Task Only_a_steward_admits_and_nobody_gets_a_role_that_her_organisation_has_not()
    {
        const string path = "/pds.v1.StaffService/AddStaff";

        (await town.Hospital.AskAsync(path, Add(town.Hospital.Id, StaffRole.Counter))).Reason.Should().Be("PERMISSION_DENIED");
        (await town.City.Steward.AskAsync(path, Add(town.Hospital.Id, StaffRole.Steward))).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.City.Steward.AskAsync(path, Add(town.City.Steward.Id, StaffRole.Reviewer))).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.City.Steward.AskAsync(path, Add(OrganizationId.New().ToString(), StaffRole.Counter))).Reason.Should().Be("NOT_FOUND");
        (await town.City.Steward.AskAsync(path, new AddStaffRequest { OrganizationId = town.Hospital.Id, NameJa = "名", RequestId = Actor.NewRequestId() })).Reason
            .Should().Be("INVALID_ARGUMENT", "no role at all");
    }

    [Fact]
    public async Task A_session_of_staff_is_no_session_of_a_resident_and_the_reverse()
    {
        const string list = "/pds.v1.ConsentService/ListConsents";
        var (clerk, hanako, host) = (await NewAsync(StaffRole.Counter), await town.HanakoAsync(), town.Host.Self);
        string Bent(string path, string secret) => host.Proof(path, Ask, claims => claims["ath"] = Actor.HashOf(secret))!;

        (await host.SendAsync(list, Ask, Bent(list, clerk.Secret), 0, ("pds-session", clerk.Secret))).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await host.SendAsync(Self, Ask, Bent(Self, hanako.Secret), 0, (TestStaff.Header, hanako.Secret))).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await host.SendAsync(Self, Ask, Bent(Self, clerk.Secret), 0, (TestStaff.Header, clerk.Secret), ("pds-session", hanako.Secret))).Reason
            .Should().Be("UNAUTHENTICATED", "two sessions are none");
        (await clerk.AskAsync(Self, new GetStaffSelfRequest())).Reason.Should().Be("OK");
    }

    [Fact]
    public async Task A_challenge_and_an_identity_of_the_one_kind_are_nothing_for_the_other()
    {
        var name = NewName();
        await town.Host.FirstStaffAsync(town.Provider, name, town.City.Steward.Id, StaffRole.Counter);
        var (forStaff, forResidents) = (await town.Host.StartStaffAsync(), await town.Host.StartAsync());

        (await town.Host.SignInAsync(forStaff, town.Provider.Token(town.Hanako, forStaff))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await town.Host.SignInStaffAsync(forResidents, town.Provider.Token(name, forResidents))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED");
        (await town.Host.SignInStaffAsync(forStaff, town.Provider.Token(town.Hanako, forStaff))).Reason.Should().Be("IDENTITY_NOT_LINKED");
        (await town.Host.SignInAsync(forResidents, town.Provider.Token(name, forResidents))).Reason.Should().Be("IDENTITY_NOT_LINKED");
        (await town.Host.SignInStaffAsync(forStaff, town.Provider.Token(name, forStaff))).Reason.Should().Be("OK");
        (await town.Host.SignInStaffAsync(forStaff, town.Provider.Token(name, forStaff))).Reason.Should().Be("CHALLENGE_NOT_ACCEPTED", "it is good once");
    }

    [Fact]
    public async Task A_code_ties_one_person_once_and_a_residents_code_ties_none()
    {
        var (name, another) = (NewName(), NewName());
        var added = await town.City.AddStaffAsync(town.City.Steward.Id, StaffRole.Counter);
        async Task<string> LinkAsync(string who, string code)
        {
            var challenge = await town.Host.StartStaffAsync();
            return (await town.Host.LinkStaffAsync(challenge, town.Provider.Token(who, challenge), code)).Reason;
        }

        (await LinkAsync(name, (await town.City.NewVaultAsync()).DeviceCode)).Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");
        (await LinkAsync(name, "stc_aaaaaaaaaaaaaaaaaaaaaaaaaa")).Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");
        (await LinkAsync(name, added.LinkCode)).Should().Be("OK");
        (await LinkAsync(another, added.LinkCode)).Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");
        (await LinkAsync(name, (await town.City.AddStaffAsync(town.City.Steward.Id, StaffRole.Counter)).LinkCode)).Should().Be("ALREADY_EXISTS");
        var challenge = await town.Host.StartAsync();
        var fresh = await town.City.AddStaffAsync(town.City.Steward.Id, StaffRole.Counter);
        (await town.Host.LinkAsync(challenge, town.Provider.Token(another, challenge), fresh.LinkCode)).Reason.Should().Be("ENROLLMENT_CODE_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_stolen_secret_is_worthless_to_another_host_and_an_ended_session_to_everybody()
    {
        var clerk = await NewAsync(StaffRole.Counter);
        var thief = town.Other.Open(new CreateStaffSessionResponse { SessionSecret = clerk.Secret, Staff = clerk.Self });
        var recorded = clerk.Proof(Self, Ask);

        (await thief.AskAsync(Self, new GetStaffSelfRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await clerk.SendAsync(Self, Ask, recorded)).Reason.Should().Be("OK");
        (await clerk.SendAsync(Self, Ask, recorded)).Reason.Should().Be("CALL_REPLAYED");
        (await clerk.SendAsync(Self, Ask, clerk.Proof(Self, Ask, claims => claims.Remove("ath")))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
        (await clerk.AskAsync("/pds.v1.StaffService/EndStaffSession", new EndStaffSessionRequest())).Reason.Should().Be("OK");
        (await clerk.AskAsync(Self, new GetStaffSelfRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }

    [Fact]
    public async Task Who_is_removed_can_do_nothing_from_then_on_and_cannot_come_back()
    {
        var name = NewName();
        var steward = await town.Host.FirstStaffAsync(town.Provider, name, town.City.Steward.Id, StaffRole.Steward);
        var remove = new RemoveStaffRequest { StaffId = steward.Self.StaffId, RequestId = Actor.NewRequestId() };

        (await town.City.Steward.CallAsync<StaffMember>("/pds.v1.StaffService/RemoveStaff", remove)).Removed.Should().BeTrue();

        (await steward.AskAsync(Register, Library)).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        var challenge = await town.Host.StartStaffAsync();
        (await town.Host.SignInStaffAsync(challenge, town.Provider.Token(name, challenge))).Reason.Should().Be("IDENTITY_NOT_LINKED");
        (await town.City.Steward.CallAsync<StaffMember>("/pds.v1.StaffService/RemoveStaff", remove)).Removed.Should().BeTrue("a repeat is told the same");
        (await town.City.Steward.AskAsync("/pds.v1.StaffService/RemoveStaff", new RemoveStaffRequest { StaffId = remove.StaffId, RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("MOVE_NOT_ALLOWED");
        (await town.EntriesAsync(ChainId.Operator)).OfType<StaffRemoved>().Should().ContainSingle(one => one.Person.ToString() == remove.StaffId);
    }

    private static AddStaffRequest Add(string organization, StaffRole role) =>
        new() { OrganizationId = organization, NameJa = "試験 職員", Roles = { role }, RequestId = Actor.NewRequestId() };

    private static string NewName() => "staff-" + Actor.NewRequestId();

    private Task<TestStaff> NewAsync(StaffRole role) => town.Host.FirstStaffAsync(town.Provider, NewName(), town.City.Steward.Id, role);
}
